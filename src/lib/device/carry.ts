/** What this phone carries for others, and what of it has arrived. */
import { looksLikeResults } from '../domain/carry-results.ts';
import type { Cryptography } from '../domain/cryptography.ts';
import { takeBack, type TakenBack } from './carry/results.ts';
import { takeOver, type TakenOver } from './carry/take-over.ts';
import { device, type Carried, type OutboxEntry } from './database.ts';

/**
 * Where a carried submission is: it waits here; a hub has it too; the city has its words but not all of its media; it can
 * not be brought at the moment; it arrived; the city refused it.
 */
export type CarriedState = 'waits' | 'held' | 'words-arrived' | 'stuck' | 'arrived' | 'refused';

/** A submission of another phone; whose and what, only the city can read. */
export type CarriedLetter = {
	id: string;
	takenAt: number;
	state: CarriedState;
	/** Why it was refused: a problem code. */
	problem: string | undefined;
};

/** Everything that this phone has taken over, the newest first. */
export async function listCarried(): Promise<CarriedLetter[]> {
	const [carried, outbox] = await Promise.all([device.carried.toArray(), device.outbox.toArray()]);
	return carried
		.sort((a, b) => b.takenAt - a.takenAt)
		.map((each) => {
			const entry = outbox.find(({ id }) => id === each.id);
			const state = stateOf(each, entry);
			return { id: each.id, takenAt: each.takenAt, state, problem: entry?.problem };
		});
}

/** What was read from a file or from codes: submissions of another phone, or what became of some. */
export type TakenIn = { over: TakenOver } | { back: TakenBack };

/** Takes in what another phone gave, whichever of the two it is. Never needs internet. */
export async function takeIn(crypt: Cryptography, came: Blob, now = Date.now()): Promise<TakenIn> {
	const beginning = await came
		.slice(0, 100)
		.text()
		.catch(() => '');
	return looksLikeResults(beginning)
		? { back: await takeBack(crypt, came) }
		: { over: await takeOver(came, now) };
}

function stateOf({ result }: Carried, entry: OutboxEntry | undefined): CarriedState {
	if (result) return result.receipt ? 'arrived' : 'refused';
	if (entry?.problem) return 'stuck';
	if (entry?.heldAt) return 'held';
	return entry?.missing ? 'words-arrived' : 'waits';
}
