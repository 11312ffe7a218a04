/** Surveys: staff write and publish them; every device gets those that are open from the feed's publications. */
import { randomBytes } from 'node:crypto';
import { sql, type Selectable } from 'kysely';
import * as v from 'valibot';
import { canonicalText } from '../domain/fingerprint.ts';
import { makeId } from '../domain/id.ts';
import {
	mistakesIn,
	publishedSurveySchema,
	type Mistake,
	type OfPilot,
	type PublishedSurvey,
	type Survey,
	type Target
} from '../domain/survey.ts';
import { logDeed } from './activity.ts';
import type { Database, Tables } from './database.ts';
import { lockPilotOf } from './pilot-publication.ts';
import { publish } from './publications.ts';

type Row = Selectable<Tables['surveys']>;

/** What of a survey staff write. */
export interface SurveyForm {
	survey: Survey;
	target: Target;
}

/** A survey as staff see it; `by` is who changed it last, null for a member who has left. */
export interface KnownSurvey extends SurveyForm {
	id: string;
	madeAt: Date;
	changedAt: Date;
	edits: number;
	/** Of what is published; 0 while nothing is. */
	revision: number;
	publishedAt: Date | null;
	endedAt: Date | null;
	/** The pilot on which it asks for feedback. */
	pilot: OfPilot | null;
	/** Was it changed since it was published? */
	isChanged: boolean;
	by: string | null;
}

/** So many a phone keeps. */
const mostShown = 20;

/** The newest first. */
export async function listSurveys(db: Database, limit = 200): Promise<KnownSurvey[]> {
	const rows = await known(db)
		.orderBy('survey.made_at', 'desc')
		.orderBy('survey.id', 'desc')
		.limit(limit)
		.execute();
	return rows.map(asKnown);
}

/** The survey with this id; undefined where there is none. */
export async function readSurvey(db: Database, id: string): Promise<KnownSurvey | undefined> {
	const row = await known(db).where('survey.id', '=', id).executeTakeFirst();
	return row && asKnown(row);
}

function known(db: Database) {
	return db
		.selectFrom('surveys as survey')
		.leftJoin('staff', 'staff.id', 'survey.staff')
		.selectAll('survey')
		.select('staff.name');
}

function asKnown(row: Row & { name: string | null }): KnownSurvey {
	const { id, survey, target, edits, revision, name, published_edits: published } = row;
	return {
		...{ id, survey, target, edits, revision, by: name },
		madeAt: row.made_at,
		changedAt: row.changed_at,
		publishedAt: row.published_at,
		endedAt: row.ended_at,
		pilot: pilotOf(row),
		isChanged: published !== null && published !== edits
	};
}

/** Begins a survey, that nobody is asked yet. Gives its id. */
export async function makeSurvey(
	db: Database,
	form: SurveyForm,
	staff: string,
	now: Date
): Promise<string> {
	return db.transaction().execute((trx) => insertSurvey(trx, form, staff, now));
}

/** The same within a transaction; `pilot`: it asks for feedback on this one, which is locked. */
export async function insertSurvey(
	trx: Database,
	{ survey, target, pilot }: SurveyForm & { pilot?: OfPilot },
	staff: string,
	now: Date
): Promise<string> {
	const id = makeId(now.getTime(), randomBytes(10));
	const written = { survey: JSON.stringify(survey), target: JSON.stringify(target) };
	const of = pilot && { pilot: pilot.id, round: pilot.round };
	await trx
		.insertInto('surveys')
		.values({ id, ...written, ...of, staff, made_at: now, changed_at: now })
		.execute();
	await logDeed(trx, staff, 'survey.made', `survey:${id}`, now);
	return id;
}

/**
 * Keeps what staff wrote, unless somebody changed it since it was seen; what is published stays as it is.
 * @returns why nothing was changed
 */
export async function changeSurvey(
	db: Database,
	seen: { id: string; edits: number },
	{ survey, target }: SurveyForm,
	staff: string,
	now: Date
): Promise<'unknown' | 'changed' | undefined> {
	return db.transaction().execute(async (trx) => {
		const written = { survey: JSON.stringify(survey), target: JSON.stringify(target) };
		const row = await trx
			.updateTable('surveys')
			.set((each) => ({ ...written, staff, changed_at: now, edits: each('edits', '+', 1) }))
			.where('id', '=', seen.id)
			.where('edits', '=', seen.edits)
			.returning('id')
			.executeTakeFirst();
		if (!row) return refusal(trx, seen.id);
		await logDeed(trx, staff, 'survey.changed', `survey:${seen.id}`, now);
		return undefined;
	});
}

/**
 * Asks everybody whom it is for, in its present words; other words than before are a new revision, and answers to the
 * former ones stay with theirs. One that had ended is open again.
 * @returns why nothing was published
 */
export async function publishSurvey(
	db: Database,
	seen: { id: string; edits: number },
	staff: string,
	now: Date
): Promise<'unknown' | 'changed' | Mistake[] | undefined> {
	return db.transaction().execute(async (trx) => {
		// before the survey itself, as whoever takes the pilot back holds them
		const isFree = await lockPilotOf(trx, seen.id);
		const row = await lock(trx, seen);
		if (!row) return refusal(trx, seen.id);
		const mistakes: Mistake[] = isFree ? mistakesIn(row.survey) : [{ code: 'no-pilot' }];
		if (mistakes.length > 0) return mistakes;
		const revision = await revisionOf(trx, row, now);
		const changed = { revision, published_edits: row.edits, published_at: now, ended_at: null };
		await trx.updateTable('surveys').set(changed).where('id', '=', row.id).execute();
		await logDeed(trx, staff, 'survey.published', `survey:${row.id}`, now);
		await publish(trx, [publicationOf({ ...row, ...changed })], now);
		return undefined;
	});
}

/** Ends a survey: no phone offers it any more, and answers that are on their way still count. */
export async function endSurvey(
	db: Database,
	seen: { id: string; edits: number },
	staff: string,
	now: Date
): Promise<'unknown' | 'changed' | undefined> {
	return db.transaction().execute(async (trx) => {
		const row = await lock(trx, seen);
		if (!row) return refusal(trx, seen.id);
		if (row.revision === 0 || row.ended_at) return undefined;
		await trx.updateTable('surveys').set({ ended_at: now }).where('id', '=', row.id).execute();
		await logDeed(trx, staff, 'survey.ended', `survey:${row.id}`, now);
		await publish(trx, [{ id: row.id, kind: 'survey', lang: null, body: null }], now);
		return undefined;
	});
}

/** Those that are open, at the city and at a hub, the newest first. */
export async function publishedSurveys(db: Database): Promise<PublishedSurvey[]> {
	const { rows } = await sql<{ body: unknown }>`
		select body from publications where kind = 'survey' and body is not null
		order by body ->> 'publishedAt' desc, id desc limit ${mostShown}`.execute(db);
	return rows.flatMap(({ body }) => {
		const read = v.safeParse(publishedSurveySchema, body);
		return read.success ? [read.output] : [];
	});
}

function pilotOf({ pilot, round }: Row): OfPilot | null {
	return pilot === null || round === null ? null : { id: pilot, round };
}

async function lock(trx: Database, { id, edits }: { id: string; edits: number }) {
	const found = trx.selectFrom('surveys').selectAll().where('id', '=', id);
	return found.where('edits', '=', edits).forUpdate().executeTakeFirst();
}

async function refusal(trx: Database, id: string): Promise<'unknown' | 'changed'> {
	const row = await trx.selectFrom('surveys').select('id').where('id', '=', id).executeTakeFirst();
	return row ? 'changed' : 'unknown';
}

/** The revision of these words: the present one where they are the same, else a new one. */
async function revisionOf(trx: Database, row: Row, now: Date): Promise<number> {
	const last = await trx
		.selectFrom('survey_revisions')
		.select('content')
		.where('survey', '=', row.id)
		.where('revision', '=', row.revision)
		.executeTakeFirst();
	if (last && canonicalText(last.content) === canonicalText(row.survey)) return row.revision;
	const revision = row.revision + 1;
	await trx
		.insertInto('survey_revisions')
		.values({
			...{ survey: row.id, revision, published_at: now },
			content: JSON.stringify(row.survey)
		})
		.execute();
	return revision;
}

function publicationOf(row: Row) {
	const { id, revision, published_at, target, survey } = row;
	const publishedAt = (published_at as Date).toISOString();
	const pilot = pilotOf(row);
	const body: PublishedSurvey = {
		...{ id, revision, publishedAt, target, survey },
		...(pilot && { pilot })
	};
	return { id, kind: 'survey', lang: null, body };
}
