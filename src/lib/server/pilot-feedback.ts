/** Rounds of feedback on a pilot: surveys that remember it, one after another, numbered. */
import { sql } from 'kysely';
import * as v from 'valibot';
import type { Publication } from '../domain/feed.ts';
import { idSchema } from '../domain/id.ts';
import { shownCount } from '../domain/small-numbers.ts';
import { logDeed } from './activity.ts';
import type { Database } from './database.ts';
import { feedbackSurvey } from './survey-templates.ts';
import { insertSurvey } from './surveys.ts';

/** A round as staff see it beside its pilot. */
export interface FeedbackRound {
	/** The survey. */
	id: string;
	round: number;
	publishedAt: Date | null;
	endedAt: Date | null;
	/** How many people answered; null under five. */
	people: number | null;
}

/** The rounds of a pilot, the first one first. */
export async function listFeedback(db: Database, pilot: string): Promise<FeedbackRound[]> {
	const rows = await db
		.selectFrom('surveys')
		.select(['id', 'round', 'published_at', 'ended_at'])
		.select(
			sql<number>`(select count(*)::int from survey_answers where survey = surveys.id)`.as('many')
		)
		.where('pilot', '=', pilot)
		.orderBy('round')
		.execute();
	return rows.map(({ id, round, many, ...row }) => ({
		...{ id, round: round ?? 0, people: shownCount(many) },
		...{ publishedAt: row.published_at, endedAt: row.ended_at }
	}));
}

/** Begins the next round with the questions that are ready, which nobody is asked yet. Gives the survey's id; undefined without such a pilot. */
export async function beginFeedback(
	db: Database,
	pilot: string,
	staff: string,
	now = new Date()
): Promise<string | undefined> {
	if (!v.is(idSchema, pilot)) return undefined;
	return db.transaction().execute(async (trx) => {
		const found = trx.selectFrom('pilots').select('id').where('id', '=', pilot).forUpdate();
		if (!(await found.executeTakeFirst())) return undefined;
		const last = await trx
			.selectFrom('surveys')
			.select((row) => row.fn.max('round').as('round'))
			.where('pilot', '=', pilot)
			.executeTakeFirst();
		const round = (last?.round ?? 0) + 1;
		const form = { survey: feedbackSurvey(round), target: { kind: 'all' } } as const;
		return insertSurvey(trx, { ...form, pilot: { id: pilot, round } }, staff, now);
	});
}

/** Ends the rounds of a pilot that is taken back: their publications, to be taken back with it. */
export async function endFeedback(
	trx: Database,
	pilot: string,
	staff: string,
	now: Date
): Promise<Publication[]> {
	const ended = await trx
		.updateTable('surveys')
		.set({ ended_at: now })
		.where('pilot', '=', pilot)
		.where('revision', '>', 0)
		.where('ended_at', 'is', null)
		.returning('id')
		.execute();
	for (const { id } of ended) await logDeed(trx, staff, 'survey.ended', `survey:${id}`, now);
	return ended.map(({ id }) => ({ id, kind: 'survey', lang: null, body: null }));
}
