/** Ideas as they come, and as they are taken back. */
import { sql, type Transaction } from 'kysely';
import type { EnvelopeOf } from '../domain/envelope.ts';
import type { Database, Tables } from './database.ts';
import { lockIdeas } from './idea-publication.ts';
import { passOn } from './idea-threads.ts';
import { eraseMedia } from './media/rows.ts';
import { newRowId } from './threads.ts';

/** Keeps new ideas for staff to look at, whatever became of their challenge; one that was withdrawn before it came is a fact without words. */
export async function insertIdeas(
	trx: Transaction<Tables>,
	told: { envelope: EnvelopeOf<'idea'>; erased: boolean }[],
	now: Date
): Promise<void> {
	if (told.length === 0) return;
	const rows = told.map(({ envelope: { id, lang, lab, session, body }, erased }) => ({
		...{ id, lang, challenge: body.challenge, by: 'citizen' as const },
		...{ public_id: newRowId(now), received_at: now, changed_at: now, texts: '{}', staff: null },
		...{ people: erased ? 1 : body.people, publish: !erased && body.consent.publish },
		words: erased ? '' : body.words,
		lab: erased ? null : (lab ?? null),
		session: erased ? null : (session ?? null),
		state: erased ? ('withdrawn' as const) : ('waiting' as const)
	}));
	await trx.insertInto('ideas').values(rows).execute();
}

/** Who leads after another. */
const inOrder = sql`state <> 'published', received_at, id`;

/**
 * Takes the words of ideas away, those that staff published too, and their voices. Where one led others, the first of
 * those leads from now on, in its own words and as it stood before. Gives the challenges whose ideas have to be published anew.
 */
export async function eraseIdeas(trx: Database, ids: string[], now: Date): Promise<string[]> {
	if (ids.length === 0) return [];
	await lockIdeas(trx);
	await eraseMedia(trx, ids);
	for (const id of ids) {
		const to = await successorOf(trx, id, ids);
		if (to) await passOn(trx, id, to);
	}
	const gone = await trx
		.updateTable('ideas')
		.set({ words: '', texts: '{}', reason: null, lab: null, session: null, people: 1 })
		.set({ state: 'withdrawn', same_as: null, changed_at: now, publish: false })
		.set((row) => ({ revision: row('revision', '+', 1) }))
		.where('id', 'in', ids)
		.returning(['id', 'challenge'])
		.execute();
	for (const { id } of gone) {
		await sql`
			with heir as (
				select id from ideas where same_as = ${id} order by ${inOrder} limit 1
			)
			update ideas set revision = revision + 1, changed_at = ${now},
				same_as = case when ideas.id = heir.id then null else heir.id end
			from heir where same_as = ${id}`.execute(trx);
	}
	return [...new Set(gone.map(({ challenge }) => challenge))].sort();
}

/** Who goes on with what named an idea: the one that leads it, else who leads after it, not one of those that go too. */
async function successorOf(
	trx: Database,
	id: string,
	going: readonly string[]
): Promise<string | undefined> {
	const { rows } = await sql<{ id: string }>`
		select next.id from ideas as own join ideas as next on next.challenge = own.challenge
			and next.id <> own.id and next.state <> 'withdrawn' and next.id <> all(${going}::uuid[])
			and coalesce(next.same_as, next.id) = coalesce(own.same_as, own.id)
		where own.id = ${id}
		order by next.same_as is not null, next.state <> 'published', next.received_at, next.id
		limit 1`.execute(trx);
	return rows[0]?.id;
}
