/** "Continue" works before the page's script is there; this finds what was gone through until then. */
import type { Step } from '../../domain/lesson.ts';

/**
 * The steps that were gone through by their Continue, on the way from the screen that the page was
 * opened at to the one it stands at. A question or a practice is not done by passing it.
 * @param opened the name of a screen, as an address gives it, without the #
 */
export function stepsPassed(
	steps: readonly Pick<Step, 'id' | 'kind'>[],
	opened: string,
	here: string
): string[] {
	const from = steps.findIndex(({ id }) => id === opened);
	const at = steps.findIndex(({ id }) => id === here.replace(/\.try$/, ''));
	const to = at === -1 && here === endOfLesson ? steps.length : at;
	if (from === -1) return [];
	return steps
		.slice(from, Math.max(from, to))
		.filter(({ kind }) => kind === 'show' || kind === 'say' || kind === 'plan')
		.map(({ id }) => id);
}

/** The name of a lesson's last screen; a dot is in no step's id. */
export const endOfLesson = 'lesson.done';

/** The screen that the address named when the page was opened; nothing when it named none. */
export function openedAt(): string {
	const [entry] = performance.getEntriesByType('navigation');
	return entry?.name.split('#')[1] ?? '';
}
