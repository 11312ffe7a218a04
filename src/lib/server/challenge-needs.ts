/**
 * Which needs are behind a challenge. A need stands for its thread: whatever is joined to it, or to what it is joined,
 * is behind the challenge too. What was gathered stays, whatever becomes of themes and joins afterwards.
 */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Database } from './database.ts';

/** A need behind a challenge. */
export interface NeedBehind {
	id: string;
	number: string;
	lang: string;
	/** The first 200 characters. */
	words: string;
	receivedAt: Date;
}

/** More needs than so many are not counted: then there are at least so many. */
export const mostCounted = 100_000;

/** Puts these needs, those of these themes, and what is joined with them behind a challenge. Gives how many are new. */
export async function gatherNeeds(
	trx: Database,
	challenge: string,
	{ needs = [], themes = [] }: { needs?: readonly string[]; themes?: readonly string[] },
	now: Date
): Promise<number> {
	if (needs.length + themes.length === 0) return 0;
	const { rows } = await sql<{ added: number }>`
		with asked as (
			select unnest(${[...needs]}::uuid[]) as id
			union
			select need from theme_needs where theme = any(${[...themes]}::uuid[]) and not removed
		), added as (
			insert into challenge_needs (challenge, need, added_at)
			select ${challenge}::uuid, thread.id, ${now}::timestamptz from (${threadOf(sql`select id from asked`)}) as thread
			order by thread.id
			on conflict (challenge, need) do nothing
			returning need
		)
		select count(*)::int as added from added`.execute(trx);
	return rows[0]?.added ?? 0;
}

/**
 * Puts a need with its thread behind a challenge by hand, also where a hand took it out before, or takes it out. False
 * where all of it was so already.
 */
export async function setBehind(
	trx: Database,
	{ challenge, need, isBehind }: { challenge: string; need: string; isBehind: boolean },
	now: Date
): Promise<boolean> {
	const { numAffectedRows = 0n } = await sql`
		insert into challenge_needs (challenge, need, added_at, removed)
		select ${challenge}::uuid, thread.id, ${now}::timestamptz, ${!isBehind}
		from (${threadOf(sql`select ${need}::uuid as id`)}) as thread
		order by thread.id
		on conflict (challenge, need) do update set removed = excluded.removed
			where challenge_needs.removed <> excluded.removed`.execute(trx);
	return numAffectedRows > 0n;
}

/** How many needs are behind a challenge, up to `mostCounted`; hidden ones and those that were taken back are not. */
export async function countBehind(db: Database, challenge: string): Promise<number> {
	const { rows } = await sql<{ many: number }>`
		select count(*)::int as many from (${behind(challenge)} limit ${mostCounted}) as behind`.execute(
		db
	);
	return rows[0]?.many ?? 0;
}

/** The newest needs behind a challenge. */
export async function newestBehind(db: Database, challenge: string): Promise<NeedBehind[]> {
	const { rows } = await sql<NeedBehind>`
		select id, number, lang, left(words, 200) as words, received_at as "receivedAt" from needs
		where id in (${behind(challenge)}) order by received_at desc, id desc limit 20`.execute(db);
	return rows;
}

/** How many different needs are behind any of these challenges, up to `mostCounted`. */
export async function countBehindAny(db: Database, challenges: readonly string[]): Promise<number> {
	if (challenges.length === 0) return 0;
	const each = challenges.map((challenge) => sql`(${behind(challenge)})`);
	const { rows } = await sql<{ many: number }>`
		select count(*)::int as many
		from (select id from (${sql.join(each, sql` union `)}) as every limit ${mostCounted}) as behind`.execute(
		db
	);
	return rows[0]?.many ?? 0;
}

/** The challenges behind which a need stands, by itself or by its thread; what a hand took out is behind it no more. */
export async function challengesBehind(db: Database, need: string): Promise<string[]> {
	return (await challengesBehindEach(db, [need])).get(need) ?? [];
}

/** The same of each of these needs. */
export async function challengesBehindEach(
	db: Database,
	needs: readonly string[]
): Promise<Map<string, string[]>> {
	if (needs.length === 0) return new Map();
	const { rows } = await sql<{ need: string; challenge: string }>`
		select distinct own.id as need, link.challenge
		from needs as own
			join needs as thread on thread.id = coalesce(own.joined_to, own.id)
				or thread.joined_to = coalesce(own.joined_to, own.id)
			join challenge_needs as link on link.need = thread.id and not link.removed
		where own.id = any(${[...needs]}::uuid[]) and own.state <> 'withdrawn' and thread.state <> 'withdrawn'
			and not exists (
				select from challenge_needs as out
				where out.challenge = link.challenge and out.need = own.id and out.removed
			)
		order by link.challenge`.execute(db);
	const found = new Map<string, string[]>();
	for (const { need, challenge } of rows) {
		found.set(need, [...(found.get(need) ?? []), challenge]);
	}
	return found;
}

/** Of a need, beside its root: did a challenge change behind which its thread stands, or stood until a hand took it out? */
export function becameMoreSince(after: string): RawBuilder<SqlBool> {
	const root = sql`coalesce(needs.joined_to, needs.id)`;
	return sql<SqlBool>`exists (
		select from needs as thread
			join challenge_needs as link on link.need = thread.id
			join challenges on challenges.id = link.challenge
		where (thread.id = ${root} or thread.joined_to = ${root}) and challenges.change_seq > ${after})`;
}

/** The challenges behind which the needs of a theme are gathered. */
export async function challengesOfTheme(db: Database, theme: string): Promise<string[]> {
	const rows = await db
		.selectFrom('challenge_themes')
		.select('challenge')
		.where('theme', '=', theme)
		.execute();
	return rows.map(({ challenge }) => challenge);
}

/**
 * Before needs leave their threads: each that stays, and each that goes on alone, is by itself behind what its thread is
 * behind, so none loses its way to a challenge. What a hand took out stays out.
 */
export async function keepBehind(trx: Database, leaving: readonly string[]): Promise<void> {
	await sql`
		insert into challenge_needs (challenge, need, added_at)
		select link.challenge, member.id, min(link.added_at)
		from (select distinct coalesce(joined_to, id) as root from needs
				where id = any(${[...leaving]}::uuid[])) as roots
			join needs as other on other.id = roots.root or other.joined_to = roots.root
			join challenge_needs as link on link.need = other.id and not link.removed
			join needs as member on member.id = roots.root or member.joined_to = roots.root
		where member.state <> 'withdrawn'
		group by link.challenge, member.id
		order by link.challenge, member.id
		on conflict (challenge, need) do nothing`.execute(trx);
}

/** Before needs are erased: they are behind nothing any more. */
export async function leaveChallenges(trx: Database, needs: string[]): Promise<void> {
	await trx.deleteFrom('challenge_needs').where('need', 'in', needs).execute();
}

/** Every need of the threads of these (a query that gives ids). */
function threadOf(ids: RawBuilder<unknown>): RawBuilder<unknown> {
	return sql`
		select thread.id from needs as thread, (
			select distinct coalesce(joined_to, id) as root from needs where id in (${ids}) and state <> 'withdrawn'
		) as roots
		where (thread.id = roots.root or thread.joined_to = roots.root) and thread.state <> 'withdrawn'`;
}

function behind(challenge: string): RawBuilder<unknown> {
	const linked = sql`select need from challenge_needs where challenge = ${challenge}::uuid and not removed`;
	return sql`
		select shown.id from needs as shown
		where shown.id in (${threadOf(linked)}) and shown.state <> 'hidden'
			and not exists (
				select from challenge_needs as out
				where out.challenge = ${challenge}::uuid and out.need = shown.id and out.removed
			)`;
}
