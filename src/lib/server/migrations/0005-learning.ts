import { sql, type Kysely } from 'kysely';

/**
 * Learning: how each try ended, in which language and how long it took, beside the fact as it came; and from which step
 * of a lesson a need was told. Both are read from what is there already.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table progress
			add column lang text,
			add column outcome text,
			add column seconds integer`.execute(db);
	await sql`
		update progress set
			lang = submissions.lang,
			outcome = case
				when attempt ->> 'result' = 'left' then 'left'
				when (attempt ->> 'misses')::int + (attempt ->> 'hints')::int
					+ (attempt ->> 'dontKnow')::int = 0 then 'alone'
				else 'helped' end,
			seconds = (attempt ->> 'seconds')::int
		from submissions
		where submissions.id = progress.id and attempt is not null`.execute(db);
	// all that the list of steps reads, so that it never touches the table
	await sql`
		create index progress_tries on progress (lesson, step, received_at)
			include (lang, outcome, seconds) where outcome is not null`.execute(db);
	await sql`alter table needs add column lesson text, add column step text`.execute(db);
	await sql`
		update needs set lesson = envelope #>> '{body,from,lesson}', step = envelope #>> '{body,from,step}'
		from submissions
		where submissions.id = needs.id and needs.state <> 'withdrawn'
			and envelope #>> '{body,from,lesson}' ~ '^[a-z0-9-]{1,80}/[a-z0-9-]{1,80}$'
			and envelope #>> '{body,from,step}' ~ '^[a-z0-9-]{1,80}$'`.execute(db);
	await sql`
		create index needs_lesson on needs (lesson, step, received_at, id)
			include (lang, state, topic, place) where lesson is not null`.execute(db);
}
