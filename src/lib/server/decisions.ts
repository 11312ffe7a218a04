/** Decisions: staff write, publish, change and take them back; everybody reads those that are published. */
import { sql } from 'kysely';
import * as v from 'valibot';
import type { Decision, Grounds } from '../domain/decision.ts';
import { idSchema } from '../domain/id.ts';
import { logActivity, type ActivityAction } from './activity.ts';
import { lockChallenges, publishWith } from './challenge-publication.ts';
import type { Database } from './database.ts';
import { groundTables, mayRestOn, setGrounds } from './decision-grounds.ts';
import { challengesOfDecision, decisionPublication } from './decision-publication.ts';
import { newRowId } from './threads.ts';

/** What staff write. */
export type DecisionForm = Pick<
	Decision,
	'challenges' | 'place' | 'topic' | 'outcome' | 'cost' | 'texts'
> & {
	/** The pilot on which it rests; none where nothing is said. */
	pilot?: string | null;
} & Partial<Grounds>;

/** A decision as staff see it. */
export interface KnownDecision extends DecisionForm {
	pilot: string | null;
	id: string;
	revision: number;
	publishedAt: Date | null;
	takenBackAt: Date | null;
	changedAt: Date;
	/** Who changed it last; null for a member who has left. */
	by: string | null;
}

/**
 * `not-open`: one of its challenges was never open to everybody, or there is none; `pilot`: nobody could read it, or it is for
 * none of them; `grounds`: the same of something else on which it rests.
 */
export type DecisionProblem = 'unknown' | 'changed' | 'not-open' | 'pilot' | 'grounds';

type Seen = { id: string; revision: number };

const mostListed = 200;

/** Which of them: one; those about a challenge; those that rest on a round or a prioritising. */
interface Which {
	challenge?: string;
	id?: string;
	on?: { kind: 'rounds' | 'prioritisings'; thing: string } | undefined;
}

/** The newest first; those that are named, or all. */
export async function listDecisions(
	db: Database,
	{ challenge, id, on }: Which = {}
): Promise<KnownDecision[]> {
	const rows = await db
		.selectFrom('decisions')
		.leftJoin('staff', 'staff.id', 'decisions.staff')
		.selectAll('decisions')
		.select('staff.name')
		.select(
			sql<string[]>`array(select challenge::text from decision_challenges
				where decision = decisions.id order by challenge)`.as('challenges')
		)
		.$if(id !== undefined, (query) => query.where('decisions.id', '=', id ?? ''))
		.$if(challenge !== undefined, (query) =>
			query.where('decisions.id', 'in', (row) =>
				row
					.selectFrom('decision_challenges')
					.select('decision')
					.where('challenge', '=', challenge ?? '')
			)
		)
		.$if(on !== undefined, (query) => query.where(restsOn(on)))
		.orderBy('made_at', 'desc')
		.orderBy('decisions.id', 'desc')
		.limit(mostListed)
		.execute();
	return rows.map(({ id, challenges, place, topic, outcome, cost, texts, revision, ...row }) => ({
		...{ id, challenges, place, topic, outcome, cost, texts, revision, by: row.name },
		...{ publishedAt: row.published_at, takenBackAt: row.taken_back_at },
		...{ changedAt: row.changed_at, pilot: row.pilot }
	}));
}

/** The decision with this id, or undefined. */
export async function findDecision(db: Database, id: string): Promise<KnownDecision | undefined> {
	return v.is(idSchema, id) ? (await listDecisions(db, { id }))[0] : undefined;
}

function restsOn(on: Which['on']) {
	const { table, column } = groundTables[on?.kind ?? 'rounds'];
	return sql<boolean>`decisions.id in (
		select decision from ${sql.table(table)} where ${sql.ref(column)} = ${on?.thing ?? null})`;
}

/** Writes a decision for staff alone. */
export async function writeDecision(
	db: Database,
	form: DecisionForm,
	staff: string,
	now = new Date()
): Promise<{ id: string } | 'not-open' | 'pilot' | 'grounds'> {
	return db.transaction().execute(async (trx) => {
		const id = newRowId(now);
		if (!(await areOpened(trx, form.challenges))) return 'not-open';
		if (!(await isTriedFor(trx, form))) return 'pilot';
		if (!(await mayRestOn(trx, form, form.challenges))) return 'grounds';
		const row = { id, ...stored(form), made_at: now, changed_at: now, staff };
		await trx.insertInto('decisions').values(row).execute();
		await setChallenges(trx, id, form.challenges);
		await setGrounds(trx, id, form, form.challenges);
		await logActivity(trx, { staff, action: 'decision.written', subject: `decision:${id}` }, now);
		return { id };
	});
}

/** Says it in other words; a published one is said anew to everybody. Undefined when it is done. */
export async function changeDecision(
	db: Database,
	seen: Seen,
	form: DecisionForm,
	staff: string,
	now = new Date()
): Promise<DecisionProblem | undefined> {
	return changed(db, seen, { form }, { staff, action: 'decision.changed' }, now);
}

/** Tells everybody, or takes it back. Undefined when it is done. */
export async function publishDecision(
	db: Database,
	seen: Seen,
	isPublic: boolean,
	staff: string,
	now = new Date()
): Promise<DecisionProblem | undefined> {
	const action = isPublic ? 'decision.published' : 'decision.taken-back';
	return changed(db, seen, { isPublic }, { staff, action }, now);
}

async function changed(
	db: Database,
	{ id, revision }: Seen,
	{ form, isPublic }: { form?: DecisionForm; isPublic?: boolean },
	{ staff, action }: { staff: string; action: ActivityAction },
	now: Date
): Promise<DecisionProblem | undefined> {
	if (!v.is(idSchema, id)) return 'unknown';
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.selectFrom('decisions')
			.select('revision')
			.where('id', '=', id)
			.forUpdate()
			.executeTakeFirst();
		if (!row) return 'unknown';
		if (row.revision !== revision) return 'changed';
		const before = await challengesOfDecision(trx, id);
		const after = form?.challenges ?? before;
		const held = await lockChallenges(trx, [...new Set([...before, ...after])]);
		if (!(await areOpened(trx, after))) return 'not-open';
		if (form && !(await isTriedFor(trx, form))) return 'pilot';
		if (form && !(await mayRestOn(trx, form, after))) return 'grounds';
		if (form) {
			await setChallenges(trx, id, after);
			await setGrounds(trx, id, form, after);
		}
		const stands = await trx
			.updateTable('decisions')
			.set({ staff, changed_at: now, revision: revision + 1, ...(form && stored(form)) })
			.$if(isPublic === true, (query) =>
				query.set({ published_at: sql<Date>`coalesce(published_at, ${now})`, taken_back_at: null })
			)
			.$if(isPublic === false, (query) => query.set({ taken_back_at: now }))
			.where('id', '=', id)
			.returningAll()
			.executeTakeFirstOrThrow();
		await logActivity(trx, { staff, action, subject: `decision:${id}` }, now);
		if (stands.published_at) {
			await publishWith(trx, [await decisionPublication(trx, stands)], held, now);
		}
		return undefined;
	});
}

/** Was each of these, and there is one, open to everybody once? Nobody could read what was decided about another. */
async function areOpened(trx: Database, challenges: readonly string[]): Promise<boolean> {
	const asked = [...new Set(challenges)];
	if (asked.length === 0 || !asked.every((id) => v.is(idSchema, id))) return false;
	const rows = await trx
		.selectFrom('challenges')
		.select('id')
		.where('id', 'in', asked)
		.where('opened_at', 'is not', null)
		.execute();
	return rows.length === asked.length;
}

/** Is it for one of the challenges, and could everybody read it once? No pilot at all fits too. */
async function isTriedFor(trx: Database, { pilot, challenges }: DecisionForm): Promise<boolean> {
	if (!pilot) return true;
	if (!v.is(idSchema, pilot)) return false;
	const found = trx
		.selectFrom('pilots')
		.select('id')
		.where('id', '=', pilot)
		.where('challenge', 'in', challenges)
		.where('published_at', 'is not', null);
	return (await found.executeTakeFirst()) !== undefined;
}

async function setChallenges(trx: Database, id: string, challenges: string[]): Promise<void> {
	await trx.deleteFrom('decision_challenges').where('decision', '=', id).execute();
	const rows = [...new Set(challenges)].map((challenge) => ({ decision: id, challenge }));
	await trx.insertInto('decision_challenges').values(rows).execute();
}

function stored({ place, topic, outcome, cost, texts, pilot = null }: DecisionForm) {
	return { place, topic, outcome, cost, pilot, texts: JSON.stringify(texts) };
}
