import { wasEmptied } from '$lib/device/keeping.ts';
import { listNeeds } from '$lib/device/my-needs.ts';
import { stepsDone } from '$lib/device/progress.ts';
import type { StepsDone } from '$lib/ui/learn/place.ts';

/**
 * What the start page says of this phone's person: how many messages stand where, and which steps are done. A phone that
 * was `emptied` has none of them any more, which is not the same as none told.
 */
export type Summary = {
	answered: number;
	waiting: number;
	sent: number;
	emptied: boolean;
	done: StepsDone;
};

/** Sums up what is on this phone. */
export async function summarize(): Promise<Summary> {
	const [needs, done, emptied] = await Promise.all([listNeeds(), stepsDone(), wasEmptied()]);
	const count = (...tracks: string[]) => needs.filter(({ track }) => tracks.includes(track)).length;
	return {
		answered: count('answered'),
		waiting: count('phone', 'needs-you'),
		sent: count('sent'),
		emptied,
		done
	};
}
