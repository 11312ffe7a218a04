/** Moving the focus inside a practice, where one screen gives way to the next without an address. */
import type { Attachment } from 'svelte/attachments';

/**
 * Puts the focus on an element when it appears, once the person has begun to move: never at the first
 * drawing of the page.
 */
export function arriveWhen(hasMoved: () => boolean): Attachment<HTMLElement> {
	return (element) => {
		if (!hasMoved()) return;
		element.focus({ preventScroll: true });
		scrollTo(0, 0);
	};
}
