/** What staff do with ideas: nothing of a citizen's is public before one of them published it. */
import { sql } from 'kysely';
import * as v from 'valibot';
import type { IdeaTexts } from '../domain/idea.ts';
import { idSchema } from '../domain/id.ts';
import { logActivity, type ActivityAction } from './activity.ts';
import { republishChallenge } from './challenge-publication.ts';
import type { Database } from './database.ts';
import { lockIdeas, type IdeaRow } from './idea-publication.ts';
import { keepTogether } from './idea-threads.ts';
import { newRowId } from './threads.ts';

/** Why nothing was done; `private`: its person wants nobody but the city to read it. */
export type IdeaProblem = 'unknown' | 'changed' | 'private' | 'not-joined';

/** An idea as somebody of the staff saw it. */
export interface SeenIdea {
	id: string;
	challenge: string;
	revision: number;
}

export interface By {
	staff: string;
	now?: Date;
}

/** Publishes an idea in these words, or says it anew in them. Undefined when it is done. */
export function publishIdea(
	db: Database,
	seen: SeenIdea,
	texts: IdeaTexts,
	by: By
): Promise<IdeaProblem | undefined> {
	return changeIdea(db, seen, by, 'idea.published', (row) =>
		row.publish ? { state: 'published', texts: JSON.stringify(texts), reason: null } : 'private'
	);
}

/** Does not publish an idea, or takes it from everybody's pages; whoever said it reads the reason. */
export function refuseIdea(
	db: Database,
	seen: SeenIdea,
	reason: string,
	by: By
): Promise<IdeaProblem | undefined> {
	return changeIdea(db, seen, by, 'idea.refused', () => ({
		...{ state: 'refused', reason, reason_told: true }
	}));
}

/** Joins an idea with another one of its challenge, which leads; those joined with it come along. */
export function joinIdea(
	db: Database,
	seen: SeenIdea,
	to: string,
	by: By
): Promise<IdeaProblem | undefined> {
	return changeIdea(db, seen, by, 'idea.joined', async (row, trx, at) => {
		const other = await readIdea(trx, row.challenge, to);
		const lead = other?.same_as ?? other?.id;
		if (!lead || lead === row.id || row.same_as !== null) return 'not-joined';
		await keepTogether(trx, row.id);
		await trx
			.updateTable('ideas')
			.set({ same_as: lead, changed_at: at })
			.where('same_as', '=', row.id)
			.execute();
		return { same_as: lead };
	});
}

/** Makes an idea one of its own again, as it stood before. */
export function splitIdea(db: Database, seen: SeenIdea, by: By): Promise<IdeaProblem | undefined> {
	return changeIdea(db, seen, by, 'idea.split', () => ({ same_as: null }));
}

/** Writes an idea of the staff's own, and publishes it. */
export async function writeIdea(
	db: Database,
	challenge: string,
	texts: IdeaTexts,
	{ staff, now = new Date() }: By
): Promise<string> {
	return db.transaction().execute(async (trx) => {
		await lockIdeas(trx);
		const id = newRowId(now);
		const [[lang, words] = ['', '']] = Object.entries(texts);
		await trx
			.insertInto('ideas')
			.values({
				...{ id, public_id: newRowId(now), challenge, received_at: now, changed_at: now, staff },
				...{ lang, words, people: 1, publish: true, by: 'staff', lab: null, session: null },
				...{ texts: JSON.stringify(texts), state: 'published' }
			})
			.execute();
		await tell(trx, { id, challenge }, { staff, now }, 'idea.written');
		return id;
	});
}

type Changes = Partial<{
	state: IdeaRow['state'];
	texts: string;
	reason: string | null;
	reason_told: boolean;
	same_as: string | null;
}>;

async function changeIdea(
	db: Database,
	{ id, challenge, revision }: SeenIdea,
	{ staff, now = new Date() }: By,
	action: ActivityAction,
	decide: (
		row: IdeaRow,
		trx: Database,
		now: Date
	) => Changes | IdeaProblem | Promise<Changes | IdeaProblem>
): Promise<IdeaProblem | undefined> {
	return db.transaction().execute(async (trx) => {
		await lockIdeas(trx);
		const row = await readIdea(trx, challenge, id);
		if (!row) return 'unknown';
		if (row.revision !== revision) return 'changed';
		const changes = await decide(row, trx, now);
		if (typeof changes === 'string') return changes;
		await trx
			.updateTable('ideas')
			.set({ ...changes, staff, changed_at: now, revision: sql`revision + 1` })
			.where('id', '=', id)
			.execute();
		const leads = [row.same_as, changes.same_as].filter((lead) => typeof lead === 'string');
		await tell(trx, row, { staff, now }, action, leads);
		return undefined;
	});
}

/** An idea of this challenge that was not taken back. */
async function readIdea(
	trx: Database,
	challenge: string,
	id: string
): Promise<IdeaRow | undefined> {
	if (!v.is(idSchema, id) || !v.is(idSchema, challenge)) return undefined;
	return trx
		.selectFrom('ideas')
		.selectAll()
		.where('id', '=', id)
		.where('challenge', '=', challenge)
		.where('state', '<>', 'withdrawn')
		.executeTakeFirst();
}

async function tell(
	trx: Database,
	{ id, challenge }: { id: string; challenge: string },
	{ staff, now }: Required<By>,
	action: ActivityAction,
	leads: readonly string[] = []
): Promise<void> {
	await logActivity(trx, { staff, action, subject: `idea:${id}` }, now);
	await republishChallenge(trx, challenge, now, leads);
}
