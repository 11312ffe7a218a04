import { sql, type Kysely } from 'kysely';

/**
 * On what a decision rests, and which idea a thing of a prioritising is, so that an idea knows what became of it. Ideas by the
 * id under which everybody reads them. Whoever said one that is named already hears of it at once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table prioritising_ideas (
			prioritising uuid not null references prioritisings (id),
			thing text not null,
			idea uuid not null references ideas (public_id) on delete cascade,
			primary key (prioritising, thing, idea)
		)`.execute(db);
	await sql`create index prioritising_ideas_idea on prioritising_ideas (idea)`.execute(db);
	await sql`
		insert into prioritising_ideas
			select distinct prioritisings.id, thing ->> 'id', public_id
			from prioritisings cross join jsonb_array_elements(things) as thing
				join ideas on public_id = (thing ->> 'idea')::uuid`.execute(db);
	await sql`
		create table decision_ideas (
			decision uuid not null references decisions (id),
			idea uuid not null references ideas (public_id) on delete cascade,
			primary key (decision, idea)
		)`.execute(db);
	await sql`create index decision_ideas_idea on decision_ideas (idea)`.execute(db);
	await sql`
		create table decision_rounds (
			decision uuid not null references decisions (id),
			round uuid not null references rounds (id),
			primary key (decision, round)
		)`.execute(db);
	await sql`create index decision_rounds_round on decision_rounds (round)`.execute(db);
	await sql`
		create table decision_prioritisings (
			decision uuid not null references decisions (id),
			prioritising uuid not null references prioritisings (id),
			primary key (decision, prioritising)
		)`.execute(db);
	await sql`
		create index decision_prioritisings_prioritising on decision_prioritisings (prioritising)
	`.execute(db);
	const named = sql`
		public_id in (select idea from pilot_ideas union select idea from prioritising_ideas)`;
	await sql`
		with next as (
			update changes set last = last + 1 where exists (select from ideas where ${named}) returning last
		)
		update ideas set change_seq = next.last from next where ${named}`.execute(db);
}
