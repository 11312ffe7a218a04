/** Pilots: staff write, publish, change, end and take them back; everybody reads those that are published. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import type { Pilot } from '../domain/pilot.ts';
import { logActivity } from './activity.ts';
import { lockChallenge, publishWith } from './challenge-publication.ts';
import type { Database } from './database.ts';
import { endFeedback } from './pilot-feedback.ts';
import { pilotPublication } from './pilot-publication.ts';
import { newRowId } from './threads.ts';

/** What staff write. */
export type PilotForm = Pick<Pilot, 'ideas' | 'place' | 'lab' | 'from' | 'until' | 'texts'>;

/** A pilot as staff see it. */
export interface KnownPilot extends PilotForm {
	id: string;
	challenge: string;
	revision: number;
	publishedAt: Date | null;
	takenBackAt: Date | null;
	endedAt: Date | null;
	changedAt: Date;
	/** Who changed it last; null for a member who has left. */
	by: string | null;
}

/** `not-open`: its challenge was never open to everybody; `idea`: one is of another challenge. */
export type PilotProblem = 'unknown' | 'changed' | 'not-open' | 'idea';

/** What staff do with one that is written. */
export const pilotSteps = ['published', 'taken-back', 'ended', 'resumed'] as const;

export type PilotStep = (typeof pilotSteps)[number];

type Seen = { id: string; revision: number };

const mostListed = 200;

/** The newest first; of one challenge, with this id, or all. */
export async function listPilots(
	db: Database,
	{ challenge, id }: { challenge?: string; id?: string } = {}
): Promise<KnownPilot[]> {
	const rows = await db
		.selectFrom('pilots')
		.leftJoin('staff', 'staff.id', 'pilots.staff')
		.selectAll('pilots')
		.select('staff.name')
		.select(
			sql<string[]>`array(select idea::text from pilot_ideas
				where pilot = pilots.id order by idea)`.as('ideas')
		)
		.$if(id !== undefined, (query) => query.where('pilots.id', '=', id ?? ''))
		.$if(challenge !== undefined, (query) => query.where('challenge', '=', challenge ?? ''))
		.orderBy('made_at', 'desc')
		.orderBy('pilots.id', 'desc')
		.limit(mostListed)
		.execute();
	return rows.map(({ id, challenge, ideas, place, lab, texts, revision, ...row }) => ({
		...{ id, challenge, ideas, place, lab, texts, revision, by: row.name },
		...{ from: row.from_day, until: row.until_day, endedAt: row.ended_at },
		...{ publishedAt: row.published_at, takenBackAt: row.taken_back_at, changedAt: row.changed_at }
	}));
}

/** The pilot with this id, or undefined. */
export async function findPilot(db: Database, id: string): Promise<KnownPilot | undefined> {
	return v.is(idSchema, id) ? (await listPilots(db, { id }))[0] : undefined;
}

/** Writes a pilot for staff alone. */
export async function writePilot(
	db: Database,
	challenge: string,
	form: PilotForm,
	staff: string,
	now = new Date()
): Promise<{ id: string } | 'not-open' | 'idea'> {
	return db.transaction().execute(async (trx) => {
		const id = newRowId(now);
		if (!v.is(idSchema, challenge) || !(await lockChallenge(trx, challenge))?.opened_at) {
			return 'not-open';
		}
		if (!(await areIdeasOf(trx, challenge, form.ideas))) return 'idea';
		const row = { id, challenge, ...stored(form), made_at: now, changed_at: now, staff };
		await trx.insertInto('pilots').values(row).execute();
		await setIdeas(trx, id, form.ideas);
		await logActivity(trx, { staff, action: 'pilot.written', subject: `pilot:${id}` }, now);
		return { id };
	});
}

/** Says it in other words; a published one is said anew to everybody. Undefined when it is done. */
export async function changePilot(
	db: Database,
	seen: Seen,
	form: PilotForm,
	staff: string,
	now = new Date()
): Promise<PilotProblem | undefined> {
	return changed(db, seen, { form }, staff, now);
}

/** Tells everybody, takes it back with what asks how it was, says that it is over, or that it goes on. Undefined when it is done. */
export async function stepPilot(
	db: Database,
	seen: Seen,
	step: PilotStep,
	staff: string,
	now = new Date()
): Promise<PilotProblem | undefined> {
	return changed(db, seen, { step }, staff, now);
}

async function changed(
	db: Database,
	{ id, revision }: Seen,
	{ form, step }: { form?: PilotForm; step?: PilotStep },
	staff: string,
	now: Date
): Promise<PilotProblem | undefined> {
	if (!v.is(idSchema, id)) return 'unknown';
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.selectFrom('pilots')
			.select(['revision', 'challenge'])
			.where('id', '=', id)
			.forUpdate()
			.executeTakeFirst();
		if (!row) return 'unknown';
		if (row.revision !== revision) return 'changed';
		const challenge = await lockChallenge(trx, row.challenge);
		if (!challenge?.opened_at) return 'not-open';
		if (form && !(await areIdeasOf(trx, row.challenge, form.ideas))) return 'idea';
		if (form) await setIdeas(trx, id, form.ideas);
		const stands = await trx
			.updateTable('pilots')
			.set({ staff, changed_at: now, revision: revision + 1, ...(form && stored(form)) })
			.$if(step === 'published', (query) =>
				query.set({ published_at: sql<Date>`coalesce(published_at, ${now})`, taken_back_at: null })
			)
			.$if(step === 'taken-back', (query) => query.set({ taken_back_at: now }))
			.$if(step === 'ended', (query) => query.set({ ended_at: now }))
			.$if(step === 'resumed', (query) => query.set({ ended_at: null }))
			.where('id', '=', id)
			.returningAll()
			.executeTakeFirstOrThrow();
		const asked = step === 'taken-back' ? await endFeedback(trx, id, staff, now) : [];
		const action = `pilot.${step ?? 'changed'}` as const;
		await logActivity(trx, { staff, action, subject: `pilot:${id}` }, now);
		if (!stands.published_at) return undefined;
		const said = [await pilotPublication(trx, stands, challenge.topic), ...asked];
		await publishWith(trx, said, [challenge], now);
		return undefined;
	});
}

/** Does everybody read each of these ideas, or did, and is each for this challenge? */
async function areIdeasOf(
	trx: Database,
	challenge: string,
	ideas: readonly string[]
): Promise<boolean> {
	const asked = [...new Set(ideas)];
	if (asked.length === 0) return true;
	if (!asked.every((id) => v.is(idSchema, id))) return false;
	const rows = await trx
		.selectFrom('ideas')
		.select('public_id')
		.where('public_id', 'in', asked)
		.where('challenge', '=', challenge)
		.where('state', '=', 'published')
		.execute();
	return rows.length === asked.length;
}

/** One that the form could not offer, because nobody reads it now, stays. */
async function setIdeas(trx: Database, pilot: string, ideas: readonly string[]): Promise<void> {
	await sql`
		delete from pilot_ideas using ideas
		where pilot = ${pilot} and public_id = idea and state = 'published'`.execute(trx);
	const rows = [...new Set(ideas)].map((idea) => ({ pilot, idea }));
	if (rows.length === 0) return;
	const insert = trx.insertInto('pilot_ideas').values(rows);
	await insert.onConflict((row) => row.doNothing()).execute();
}

function stored({ place, lab, from, until, texts }: PilotForm) {
	return { place, lab, from_day: from, until_day: until, texts: JSON.stringify(texts) };
}
