/** Ideas as everybody may read them, with the supports of those that are joined with them. */
import { sql, type Selectable } from 'kysely';
import type { Publication } from '../domain/feed.ts';
import type { Idea } from '../domain/idea.ts';
import { shownCount } from '../domain/small-numbers.ts';
import type { Database, Tables } from './database.ts';

export type IdeaRow = Selectable<Tables['ideas']>;

/** Whoever changes ideas holds this lock alone, before anything of challenges and supports. */
export async function lockIdeas(trx: Database): Promise<void> {
	await sql`select pg_advisory_xact_lock(7235036)`.execute(trx);
}

/** The publications of all ideas of a challenge; all are gone where it is not open. */
export async function ideasOfChallenge(
	trx: Database,
	challenge: string,
	isOpen: boolean
): Promise<Publication[]> {
	const rows = await trx
		.selectFrom('ideas')
		.selectAll()
		.where('challenge', '=', challenge)
		.orderBy('id')
		.execute();
	const publications: Publication[] = [];
	for (const row of rows) publications.push(await ideaPublication(trx, row, isOpen));
	return publications;
}

/** Publication `idea`: of one that staff published, that leads where it is joined, and whose challenge is open. */
async function ideaPublication(trx: Database, row: IdeaRow, isOpen: boolean): Promise<Publication> {
	const { public_id: id, challenge, texts, people, by, state, same_as } = row;
	const isPublic = isOpen && state === 'published' && same_as === null;
	if (!isPublic) return { id, kind: 'idea', lang: null, body: null };
	const supports = shownCount(await supportsOf(trx, row.id));
	const body: Idea = { id, challenge, texts, people, supports, by };
	return { id, kind: 'idea', lang: null, body };
}

/** How many devices support an idea or one that is joined with it. */
export async function supportsOf(db: Database, idea: string): Promise<number> {
	const { rows } = await sql<{ many: number }>`
		select count(*)::int as many from supports where supports and thing in (
			select public_id from ideas where (id = ${idea} or same_as = ${idea}) and state <> 'withdrawn'
		)`.execute(db);
	return rows[0]?.many ?? 0;
}

/** The challenge of the idea that everybody knows by this id, or undefined. */
export async function challengeOfIdea(db: Database, publicId: string): Promise<string | undefined> {
	const row = db.selectFrom('ideas').select('challenge').where('public_id', '=', publicId);
	return (await row.executeTakeFirst())?.challenge;
}
