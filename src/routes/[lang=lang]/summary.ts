import { listNeeds } from '$lib/device/needs.ts';
import { stepsDone } from '$lib/device/progress.ts';

/** What the start page says of this phone's person: how many messages stand where, and how many steps are done. */
export type Summary = { answered: number; waiting: number; sent: number; steps: number };

export async function summarize(): Promise<Summary> {
	const [needs, done] = await Promise.all([listNeeds(), stepsDone()]);
	const count = (...tracks: string[]) => needs.filter(({ track }) => tracks.includes(track)).length;
	return {
		answered: count('answered'),
		waiting: count('phone', 'needs-you'),
		sent: count('sent'),
		steps: Object.values(done).flat().length
	};
}
