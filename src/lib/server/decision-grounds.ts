/** On what decisions rest: ideas, rounds and prioritisings for their challenges. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { groundKinds, type Grounds, type OfferedGround } from '../domain/decision.ts';
import { idSchema } from '../domain/id.ts';
import type { Database } from './database.ts';

/** Where it stands which decisions rest on what, by its kind. */
export const groundTables = {
	ideas: { table: 'decision_ideas', column: 'idea' },
	rounds: { table: 'decision_rounds', column: 'round' },
	prioritisings: { table: 'decision_prioritisings', column: 'prioritising' }
} as const;

/** Each kind as all rows that a decision about these challenges may name. */
const offered = (challenges: readonly string[]) => sql`(
	select 'ideas' as kind, public_id as id, challenge, texts, received_at as at from ideas
		where state = 'published' and challenge = any(${challenges}::uuid[])
	union all
	select 'rounds', id, challenge, coalesce(statements -> 0 -> 'texts', '{}'), made_at from rounds
		where opened_at is not null and challenge = any(${challenges}::uuid[])
	union all
	select 'prioritisings', id, challenge, '{}', made_at from prioritisings
		where opened_at is not null and challenge = any(${challenges}::uuid[])
)`;

/** What the form offers for these challenges: the newest of each kind first. */
export async function offeredGrounds(
	db: Database,
	challenges: readonly string[]
): Promise<OfferedGround[]> {
	const { rows } = await sql<OfferedGround>`
		select kind, id, challenge, texts, at from ${offered(challenges)} as offered
		order by kind, at desc, id desc`.execute(db);
	return rows;
}

/** Can everybody read each of these, or could, and is each for one of the challenges? */
export async function mayRestOn(
	trx: Database,
	grounds: Partial<Grounds>,
	challenges: readonly string[]
): Promise<boolean> {
	const asked = groundKinds.flatMap((kind) => (grounds[kind] ?? []).map((id) => ({ kind, id })));
	if (!asked.every(({ id }) => v.is(idSchema, id))) return false;
	if (asked.length === 0) return true;
	const known = new Set((await offeredGrounds(trx, challenges)).map((each) => each.kind + each.id));
	return asked.every(({ kind, id }) => known.has(kind + id));
}

/** On what a decision rests, as staff chose it. */
export async function readGrounds(db: Database, decision: string): Promise<Grounds> {
	const read = async (kind: keyof Grounds) => {
		const { table, column } = groundTables[kind];
		const { rows } = await sql<{ id: string }>`
			select ${sql.ref(column)} as id from ${sql.table(table)} where decision = ${decision}
			order by id`.execute(db);
		return rows.map(({ id }) => id);
	};
	const [ideas, rounds, prioritisings] = await Promise.all(groundKinds.map(read));
	return { ideas: ideas ?? [], rounds: rounds ?? [], prioritisings: prioritisings ?? [] };
}

/** Keeps what staff chose; an idea that the form could not offer, because nobody reads it now, stays. */
export async function setGrounds(
	trx: Database,
	decision: string,
	grounds: Partial<Grounds>,
	challenges: readonly string[]
): Promise<void> {
	await sql`
		delete from decision_ideas using ideas
		where decision = ${decision} and public_id = idea
			and (state = 'published' or challenge <> all(${challenges}::uuid[]))`.execute(trx);
	await trx.deleteFrom('decision_rounds').where('decision', '=', decision).execute();
	await trx.deleteFrom('decision_prioritisings').where('decision', '=', decision).execute();
	for (const kind of groundKinds) {
		const { table, column } = groundTables[kind];
		await sql`
			insert into ${sql.table(table)} (decision, ${sql.ref(column)})
			select ${decision}, id from unnest(${grounds[kind] ?? []}::uuid[]) as chosen (id)
			on conflict do nothing`.execute(trx);
	}
}

/** On what it rests that everybody can read; of an idea that was joined the one that leads. */
export async function publicGrounds(trx: Database, decision: string): Promise<Partial<Grounds>> {
	const { rounds, prioritisings } = await readGrounds(trx, decision);
	const { rows } = await sql<{ id: string }>`
		select distinct lead.public_id as id
		from decision_ideas join ideas as own on own.public_id = idea
			join ideas as lead on lead.id = coalesce(own.same_as, own.id)
		where decision = ${decision} and lead.state = 'published' order by id`.execute(trx);
	const ideas = rows.map(({ id }) => id);
	const all = Object.entries({ ideas, rounds, prioritisings });
	return Object.fromEntries(all.filter(([, ids]) => ids.length > 0));
}
