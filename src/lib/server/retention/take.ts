/** What each timer takes: the oldest first, never of a need that is still open. */
import { sql } from 'kysely';
import type { MediaRole } from '../../domain/media.ts';
import type { Topic } from '../../domain/need.ts';
import { eraseBound } from '../bound-tables.ts';
import type { Database } from '../database.ts';
import { noVoice } from '../reply-voices.ts';

/** Closed: answered, declined or hidden; and joined where the other need is. */
const closed = sql`(need.state in ('answered', 'declined', 'hidden') or need.state = 'joined' and exists (
	select from needs as root where root.id = need.joined_to
		and root.state in ('answered', 'declined', 'hidden', 'withdrawn')))`;

/**
 * When the city last said something to its person, to this need, to the one that it is joined to, or in a thread that it
 * left; or else when it was last changed.
 */
const since = sql`greatest(need.changed_at,
	(select max(said_at) from need_messages where need_messages.need = need.id),
	(select max(said_at) from need_messages where need_messages.need = need.joined_to),
	(select max(said_at) from need_heard join need_messages on need_messages.id = message
		where need_heard.need = need.id))`;

/** Recordings or photos of needs that were answered before then. */
export function takeMedia(role: MediaRole) {
	return async (trx: Database, before: Date, most: number, _now: Date, topic: Topic) => {
		const { numAffectedRows } = await sql`
			delete from media where (submission, position) in (
				select submission, position from media join needs as need on need.id = submission
				where role = ${role} and need.topic = ${topic} and ${closed} and ${since} < ${before}
				order by submission, position limit ${sql.lit(most)} for update of media)`.execute(trx);
		return Number(numAffectedRows ?? 0);
	};
}

/** All words of needs that were answered before then: theirs, the city's, the original; recordings and photos with them. */
export async function takeWords(
	trx: Database,
	before: Date,
	most: number,
	now: Date,
	topic: Topic
): Promise<number> {
	const { rows } = await sql<{ id: string }>`
		select id from needs as need
		where need.topic = ${topic} and expired_at is null and ${closed} and ${since} < ${before}
		order by id limit ${sql.lit(most)} for update`.execute(trx);
	const ids = rows.map(({ id }) => id);
	if (ids.length === 0) return 0;
	await trx.updateTable('submissions').set({ envelope: null }).where('id', 'in', ids).execute();
	await trx.deleteFrom('conflicts').where('id', 'in', ids).execute();
	await trx.deleteFrom('media').where('submission', 'in', ids).execute();
	await trx
		.updateTable('need_messages')
		.set({ words: '', ...noVoice })
		.where('need', 'in', ids)
		.execute();
	await eraseBound(trx, ids, ['needs', 'public_replies']);
	await trx
		.updateTable('needs')
		.set({ words: '', plain: '', search: sql`''::tsvector`, expired_at: now })
		.where('id', 'in', ids)
		.execute();
	return ids.length;
}

/** How other things than needs were sent; what the city has read from them stays. Badges keep what they were issued from. */
export async function takeEnvelopes(trx: Database, before: Date, most: number): Promise<number> {
	const { numAffectedRows } = await sql`
		update submissions set envelope = null where id in (
			select id from submissions
			where kind not in ('need', 'badge') and envelope is not null and received_at < ${before}
			order by id limit ${sql.lit(most)} for update)`.execute(trx);
	return Number(numAffectedRows ?? 0);
}

/** That steps of lessons were done. */
export async function takeProgress(trx: Database, before: Date, most: number): Promise<number> {
	const { numAffectedRows } = await sql`
		delete from progress where id in (
			select id from progress where received_at < ${before}
			order by id limit ${sql.lit(most)} for update)`.execute(trx);
	return Number(numAffectedRows ?? 0);
}

/** What was covered before then, of needs that are closed: the words as they came, and photos without their boxes. */
export async function takeOriginals(trx: Database, before: Date, most: number): Promise<number> {
	const { rows } = await sql<{ id: string }>`
		update submissions set envelope = envelope #- '{body,words}' where id in (
			select need.id from needs as need join submissions using (id)
			where is_covered and covered_at < ${before} and ${closed} and envelope #> '{body,words}' is not null
			order by need.id limit ${sql.lit(most)} for update)
		returning id`.execute(trx);
	const ids = rows.map(({ id }) => id);
	// another submission under its id may say the same
	if (ids.length > 0) await trx.deleteFrom('conflicts').where('id', 'in', ids).execute();
	const photos = await sql`
		update media set shown = covered, boxes = null where (submission, position) in (
			select submission, position from media join needs as need on need.id = submission
			where covered is not null and shown <> covered and ${closed} and ${before} > (
				select max(at)::timestamptz from activity
				where subject = 'need:' || need.id and action = 'need.photo-covered')
			order by submission, position limit ${sql.lit(most)} for update of media)`.execute(trx);
	return Math.max(ids.length, Number(photos.numAffectedRows ?? 0));
}
