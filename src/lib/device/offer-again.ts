import { device, type OutboxEntry } from './database.ts';
import { withdrawalOf } from './needs.ts';
import { entryFor } from './outbox.ts';

/**
 * Puts everything that this phone has told or taken back into the outbox once more, for a city that may have lost it; and
 * what the city could not open before may be tried again.
 * @param known ids that the city has just spoken of
 */
export async function offerAgain(known: Set<string>, now = Date.now()): Promise<void> {
	const [needs, badges] = await Promise.all([device.needs.toArray(), device.badges.toArray()]);
	const entries = needs.flatMap(({ code, envelope, savedAt, withdrawnAt }): OutboxEntry[] => {
		// its language is gone with its words
		if (withdrawnAt) return [entryFor(withdrawalOf(code, envelope?.lang ?? 'en', now), now)];
		return envelope ? [entryFor(envelope, savedAt)] : [];
	});
	entries.push(...badges.map(({ envelope, savedAt }) => entryFor(envelope, savedAt)));
	await device.transaction('rw', device.outbox, async () => {
		for (const entry of entries.filter(({ id }) => !known.has(id))) {
			if (!(await device.outbox.get(entry.id))) await device.outbox.add(entry);
		}
		await device.outbox
			.filter(({ problem }) => problem === 'sealed')
			.modify((entry) => {
				delete entry.problem;
			});
	});
}
