import { sql, type Kysely } from 'kysely';

/**
 * A need without a label is called by the plainest label of its state (labels.ts): by that it is found and counted in the
 * inbox too.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create function plainest_label(of_state text) returns text language sql stable as $$
			select id from labels where state = of_state and not retired
			order by id <> replace(of_state, ' ', '-'), position, id limit 1
		$$`.execute(db);
	await sql`
		create or replace function mark_need() returns trigger language plpgsql as $$
		begin
			new.due_at := coalesce(new.due_at, new.received_at + interval '720 hours');
			new.facets := array_remove(array[
				't:' || new.topic,
				'p:' || coalesce(new.place, '_'),
				'l:' || new.lang,
				's:' || new.state,
				case when new.state in ('received', 'read', 'in work') then 'o' end,
				'c:' || new.channel,
				'b:' || new.lab,
				'n:' || new.session,
				case when new.has_voice then 'm:voice' end,
				case when new.has_photo then 'm:photo' end,
				case when new.has_voice and new.words !~ '\\S' then 'm:only-voice' end,
				'g:' || coalesce(new.label, plainest_label(new.state)),
				'd:' || coalesce(new.department, '_'),
				'a:' || coalesce(new.assignee, '_'),
				'e:' || new.lesson,
				'r:' || new.lesson || '/' || new.step,
				'w:' || new.told
			], null);
			return new;
		end $$`.execute(db);
	await sql`update needs set facets = facets where label is null`.execute(db);
}
