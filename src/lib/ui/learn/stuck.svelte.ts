/** Whoever misses twice at one thing may need her trainer: what a step says of it, and who hears it. */
import { getContext, setContext } from 'svelte';

type HearStuck = (isStuck: boolean) => void;

const key = Symbol('stuck');

/** Hears it of all that is drawn below. Call it while a component is made. */
export function hearStuck(hear: HearStuck): void {
	setContext(key, hear);
}

/** Says each change of it, as long as what it is about stands on the page. Call it while a component is made. */
export function sayWhenStuck(isStuck: () => boolean): void {
	const hear = getContext<HearStuck | undefined>(key);
	let said = false;
	$effect(() => {
		const now = isStuck();
		if (now === said) return;
		said = now;
		hear?.(now);
	});
}
