import { listNeeds } from '$lib/device/my-needs.ts';
import { stepsDone } from '$lib/device/progress.ts';
import type { StepsDone } from '$lib/ui/learn/place.ts';

/** What the start page says of this phone's person: how many messages stand where, and which steps are done. */
export type Summary = { answered: number; waiting: number; sent: number; done: StepsDone };

/** Sums up what is on this phone. */
export async function summarize(): Promise<Summary> {
	const [needs, done] = await Promise.all([listNeeds(), stepsDone()]);
	const count = (...tracks: string[]) => needs.filter(({ track }) => tracks.includes(track)).length;
	return {
		answered: count('answered'),
		waiting: count('phone', 'needs-you'),
		sent: count('sent'),
		done
	};
}
