/** How long somebody is really at it: touches of the screen and keys, without the breaks between them. */
import { onMount } from 'svelte';
import { activeSeconds } from '../../domain/active-time.ts';

const touching = ['pointerdown', 'keydown', 'scroll'];

/** Call it while a component is made. */
export function useActiveTime() {
	let touches: number[] = [];
	const touch = () => touches.push(performance.now());
	const begin = () => (touches = [performance.now()]);

	onMount(() => {
		begin();
		for (const kind of touching) addEventListener(kind, touch, { passive: true });
		return () => {
			for (const kind of touching) removeEventListener(kind, touch);
		};
	});

	return {
		/** Something new begins. */
		begin,
		/** The active seconds since then. */
		seconds(): number {
			touch();
			return activeSeconds(touches);
		}
	};
}
