import type { Envelope } from '../domain/envelope.ts';
import { makeId } from '../domain/id.ts';
import { randomBytes } from './chance.ts';
import { device, type OutboxEntry } from './database.ts';
import { herFacts } from './joined.ts';
import { bytesOf, piecesOf } from './media.ts';
import { withdrawalsOf } from './needs.ts';
import { entryFor } from './outbox.ts';
import { forgetTold } from './told.ts';

/**
 * Puts everything that this phone has told or taken back into the outbox once more, for a city that may have lost it; and
 * what the city could not open before may be tried again.
 * @param known ids that the city has just spoken of
 */
export async function offerAgain(known: Set<string>, now = Date.now()): Promise<void> {
	await forgetTold(now);
	const [needs, badges] = await Promise.all([device.needs.toArray(), device.badges.toArray()]);
	const entries = needs.flatMap((need): OutboxEntry[] => {
		const { code, envelope, savedAt, withdrawnAt, replaced, helped } = need;
		if (withdrawnAt) {
			// its language is gone with its words
			const letters = withdrawalsOf({ code, replaced }, envelope?.lang ?? 'en', now);
			return letters.map((each) => entryFor(each, now));
		}
		return [envelope ?? [], helped?.envelope ?? []].flat().map((each) => entryFor(each, savedAt));
	});
	entries.push(...badges.map(({ envelope, savedAt }) => entryFor(envelope, savedAt)));
	entries.push(...(await toldInFacts()).map((envelope) => entryFor(envelope, now)));
	const { outbox, media, pieces } = device;
	await device.transaction('rw', outbox, media, pieces, async () => {
		for (const entry of entries.filter(({ id }) => !known.has(id))) {
			if (await outbox.get(entry.id)) continue;
			await outbox.add(entry);
			await copyRecorded(entry);
		}
		await outbox
			.filter(({ problem }) => problem === 'sealed')
			.modify((entry) => {
				delete entry.problem;
			});
	});
}

type Told = { envelope?: Envelope };

/** What she told of her neighbourhood and to surveys, last, and learnt, as it went to the city. */
async function toldInFacts(): Promise<Envelope[]> {
	const facts = await device.facts.bulkGet(herFacts);
	return facts
		.flatMap((fact) => Object.values((fact?.value ?? {}) as Record<string, Told>))
		.flatMap((kept: Told & { said?: Told; told?: Told }) => {
			return (kept.said ?? kept.told ?? kept).envelope ?? [];
		});
}

/** Of ideas and answers copies of the recordings go; those that went before went with the receipt. */
async function copyRecorded({ id, envelope }: OutboxEntry): Promise<void> {
	for (const [position, { sha256 }] of (envelope?.media ?? []).entries()) {
		const own = await device.media
			.filter((row) => row.sha256 === sha256 && /^(idea|answer) /.test(row.owner))
			.first();
		if (!own) continue;
		const copy = { ...own, id: makeId(Date.now(), randomBytes(10)), owner: id, position };
		await device.media.add(copy);
		await device.pieces.bulkAdd(piecesOf(copy.id, await bytesOf(own.id)));
	}
}
