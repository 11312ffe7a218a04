/**
 * What the city has said in a thread. A message is kept once, with the need to which it was said; who reads it follows
 * from the joins, so an answer to a root costs the same however many needs are joined to it. A need reads its own
 * messages, those it keeps of threads that it left, and the same of its root.
 */
import { sql } from 'kysely';
import type { News } from '../domain/sync.ts';
import type { Database } from './database.ts';

/** A message as its person reads it. */
export interface ThreadMessage {
	id: string;
	/** The need to which it was said: its own, or one of its thread. */
	need: string;
	said_at: Date;
	lang: string;
	words: string;
	staff: string | null;
	/** The name of who wrote it; null for a member who has left. */
	by: string | null;
	/** Was it handed out to anybody? */
	fetched: boolean;
	voice: NonNullable<News['messages'][number]['voice']> | null;
}

/** The messages that each of these needs reads, oldest first; those whose words are erased left out. */
export async function readMessages(
	db: Database,
	needs: string[]
): Promise<Map<string, ThreadMessage[]>> {
	if (needs.length === 0) return new Map();
	const { rows } = await sql<ThreadMessage & { reader: string }>`
		with reading as (
			select id as reader, id as source from needs where id in (${sql.join(needs)})
			union
			select id, joined_to from needs where id in (${sql.join(needs)}) and joined_to is not null
		), heard as (
			select reader, need_messages.id from reading join need_messages on need = source
			union
			select reader, message from reading join need_heard on need = source
		)
		select reader, m.id, m.need, m.said_at, m.lang, m.words, m.staff, staff.name as by, m.fetched,
			case when m.voice_file is not null then
				json_build_object('key', m.voice_key, 'size', m.voice_size, 'type', m.voice_type)
			end as voice
		from heard join need_messages m using (id)
			left join staff on staff.id = m.staff
		where m.words <> ''
		order by m.said_at, m.id`.execute(db);
	return Map.groupBy(rows, ({ reader }) => reader);
}

/** The messages that a need reads by itself, without those of its root; all, or those said since a moment. */
export async function saidTo(trx: Database, need: string, since = new Date(0)): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		select id from need_messages
		where said_at >= ${since} and (need = ${need}
			or id in (select message from need_heard where need_heard.need = ${need}))`.execute(trx);
	return rows.map(({ id }) => id);
}

/** Has needs keep what another one reads beside its root's messages, or only some of it. */
export async function keepHeard(
	trx: Database,
	{ from, to, only }: { from: string; to: string[]; only?: string[] }
): Promise<void> {
	if (to.length === 0 || only?.length === 0) return;
	const chosen = only ? sql`where message in (${sql.join(only)})` : sql``;
	await sql`
		insert into need_heard (need, message)
		select keeper::uuid, message
		from json_array_elements_text(${JSON.stringify(to)}::json) as keeper,
			(select id as message from need_messages where need = ${from}
			union select message from need_heard where need = ${from}) as said
		${chosen}
		on conflict do nothing`.execute(trx);
}

/**
 * Before needs are erased: what they heard is forgotten, and what was said to them goes to somebody else who has heard it,
 * if anybody has; her answer is not erased with the words of another person.
 */
export async function handMessages(trx: Database, ids: string[]): Promise<void> {
	await trx.deleteFrom('need_heard').where('need', 'in', ids).execute();
	await sql`
		update need_messages set need = other.need
		from (
			select message, min(need_heard.need::text)::uuid as need
			from need_heard join need_messages on need_messages.id = message
			where need_messages.need in (${sql.join(ids)})
			group by message
		) as other
		where need_messages.id = other.message`.execute(trx);
}
