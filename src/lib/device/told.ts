/** What she learnt, that she took part and how sure she felt, as it was told: kept for a city that comes back from a backup. */
import type { Envelope } from '../domain/envelope.ts';
import { device, readFact, writeFact, type OutboxEntry } from './database.ts';
import { toldFact } from './joined.ts';

type Told = Record<string, { envelope: Envelope | null }>;

/** So long it is kept, in milliseconds: whoever sees months of learning arrive at once may know whose it is. */
const keptFor = 30 * 24 * 60 * 60_000;

/** Puts it into the outbox and keeps a copy; to be called in a transaction over outbox and facts. */
export async function tellAndKeep(entry: OutboxEntry): Promise<void> {
	const { id, envelope } = entry;
	await device.outbox.add(entry);
	await writeFact(toldFact, { ...(await readFact<Told>(toldFact)), [id]: { envelope } });
}

/** Forgets the copies that were kept long enough. */
export async function forgetTold(now: number): Promise<void> {
	const { facts } = device;
	await device.transaction('rw', facts, async () => {
		const told = Object.entries((await readFact<Told>(toldFact)) ?? {});
		const young = told.filter(
			// a clock that was far ahead keeps nothing longer
			([, { envelope }]) => Math.abs(now - Date.parse(envelope?.madeAt ?? '')) < keptFor
		);
		if (young.length === 0) await facts.delete(toldFact);
		else if (young.length < told.length) await writeFact(toldFact, Object.fromEntries(young));
	});
}
