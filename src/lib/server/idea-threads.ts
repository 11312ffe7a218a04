/**
 * What names an idea: pilots that come from it, prioritisings in which it is a thing, and decisions that rest on it. What names
 * one counts for all that staff joined with it. Ideas are named by the id under which everybody reads them.
 */
import { sql } from 'kysely';
import type { DescribedNaming, NamedIdea, Naming } from '../domain/idea-thread.ts';
import type { Database } from './database.ts';

/** Each idea that is named, with what names it; `part`: which thing of a prioritising it is. */
const named = sql`(
	select 'pilot' as kind, pilot as thing, null as part, idea from pilot_ideas
	union all select 'decision', decision, null, idea from decision_ideas
	union all select 'prioritising', prioritising, thing, idea from prioritising_ideas
)`;

/** Those that go together with an idea `own`, itself too. */
const together = sql`ideas as mate on mate.challenge = own.challenge and mate.state <> 'withdrawn'
	and coalesce(mate.same_as, mate.id) = coalesce(own.same_as, own.id)`;

/** What names each of these ideas, by their own ids; one that nothing names is missing. */
export async function namingsOf(
	db: Database,
	ideas: readonly string[]
): Promise<Map<string, (Naming & { part: string | null })[]>> {
	if (ideas.length === 0) return new Map();
	const { rows } = await sql<Naming & { id: string; part: string | null }>`
		select distinct own.id, kind, thing, part
		from ideas as own join ${together} join ${named} as named on named.idea = mate.public_id
		where own.id = any(${ideas}::uuid[]) and own.state <> 'withdrawn'
		order by kind, thing, part`.execute(db);
	return Map.groupBy(rows, ({ id }) => id);
}

/** What names this idea, each once, the oldest first. */
export async function describeNamings(db: Database, idea: string): Promise<DescribedNaming[]> {
	const things = ((await namingsOf(db, [idea])).get(idea) ?? []).map(({ thing }) => thing);
	const { rows } = await sql<DescribedNaming>`
		select kind, thing, texts, made_at as "madeAt" from (
			select 'pilot' as kind, id as thing, texts, made_at from pilots
			union all select 'decision', id, texts, made_at from decisions
			union all select 'prioritising', id, '{}', made_at from prioritisings
		) as described where thing = any(${things}::uuid[])
		order by made_at, thing`.execute(db);
	return rows;
}

/** The ideas that this names, with those that go together with them: those that lead first. */
export async function ideasNamedBy(db: Database, { kind, thing }: Naming): Promise<NamedIdea[]> {
	const { rows } = await sql<NamedIdea>`
		select distinct own.id, own.challenge, own.lang, own.words, own.texts,
			own.same_as is not null as "isJoined"
		from ideas as own join ${together} join ${named} as named on named.idea = mate.public_id
		where kind = ${kind} and thing = ${thing} and own.state <> 'withdrawn'
		order by "isJoined", own.id`.execute(db);
	return rows;
}

/** All ideas for a challenge that something names, or that go together with such a one. */
export async function namedIn(db: Database, challenge: string): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		select distinct own.id
		from ideas as own join ${together} join ${named} as named on named.idea = mate.public_id
		where own.challenge = ${challenge}`.execute(db);
	return rows.map(({ id }) => id);
}

/** Before an idea goes to another with those that it leads: each of them keeps what named any of them. */
export async function keepTogether(trx: Database, lead: string): Promise<void> {
	const own = sql`select public_id from ideas where id = ${lead} or same_as = ${lead}`;
	await inherit(trx, own, own);
}

/** Before an idea is taken back: what names it names the one that it goes with, or the one that leads after it. */
export async function passOn(trx: Database, idea: string, to: string): Promise<void> {
	const byId = (id: string) => sql`select public_id from ideas where id = ${id}`;
	await inherit(trx, byId(idea), byId(to));
}

/** Whatever names one of the first names each of the others too. */
async function inherit(trx: Database, from: ReturnType<typeof sql>, to: ReturnType<typeof sql>) {
	for (const [table, columns] of [
		['pilot_ideas', sql`pilot`],
		['decision_ideas', sql`decision`],
		['prioritising_ideas', sql`prioritising, thing`]
	] as const) {
		await sql`
			insert into ${sql.table(table)} (${columns}, idea)
			select distinct ${columns}, heir.public_id
			from ${sql.table(table)} cross join (${to}) as heir
			where idea in (${from}) on conflict do nothing`.execute(trx);
	}
}
