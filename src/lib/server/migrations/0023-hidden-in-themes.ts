import { sql, type Kysely } from 'kysely';

/**
 * A need that is hidden counts in no theme, and counts again when it is shown. It stays where it belongs: what was put in
 * or taken out by hand is not forgotten. The lock is that of whoever changes what belongs to themes (theme-needs.ts).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create function count_in_themes(of_need uuid, many integer) returns void language sql as $$
			insert into theme_counts (theme, part, value, count)
			select theme, part, value, many
			from theme_needs join needs on needs.id = theme_needs.need,
				lateral (values
					('all', ''),
					('week', to_char(date_trunc('week', needs.received_at at time zone 'utc'), 'YYYY-MM-DD')),
					('place', coalesce(needs.place, '_')),
					('lang', needs.lang)
				) as each (part, value)
			where theme_needs.need = of_need and not removed
			order by theme, part, value
			on conflict (theme, part, value)
				do update set count = theme_counts.count + excluded.count
		$$`.execute(db);
	await sql`
		create function count_hidden_need() returns trigger language plpgsql as $$
		begin
			perform pg_advisory_xact_lock(7235004);
			perform count_in_themes(new.id, case when new.state = 'hidden' then -1 else 1 end);
			return null;
		end $$`.execute(db);
	await sql`
		create trigger needs_hidden after update on needs
			for each row when ((old.state = 'hidden') <> (new.state = 'hidden'))
			execute function count_hidden_need()`.execute(db);
	await sql`select count_in_themes(id, -1) from needs where facets @> '{s:hidden}'`.execute(db);
}
