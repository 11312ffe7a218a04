/** What was said aloud about a challenge or to a survey, for the staff who may hear it; never for anybody else. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import { contentHashSchema } from '../domain/media.ts';
import type { Database } from './database.ts';
import type { ShownFile } from './media/view.ts';

/** The recording of an idea for this challenge; undefined where there is none to be heard. */
export async function findIdeaVoice(
	db: Database,
	challenge: string,
	idea: string
): Promise<ShownFile | undefined> {
	if (!v.is(idSchema, challenge) || !v.is(idSchema, idea)) return undefined;
	const row = await recordings(db)
		.innerJoin('ideas', 'ideas.id', 'media.submission')
		.where('ideas.id', '=', idea)
		.where('challenge', '=', challenge)
		.where('state', '<>', 'withdrawn')
		.executeTakeFirst();
	return row && { ...row, name: 'idea' };
}

/** A recording that answers a question of this survey, by the name of its file, which says nothing of who or when. */
export async function findSpokenAnswer(
	db: Database,
	survey: string,
	file: string
): Promise<ShownFile | undefined> {
	if (!v.is(idSchema, survey) || !v.is(contentHashSchema, file)) return undefined;
	const row = await recordings(db)
		.innerJoin('survey_answers', 'survey_answers.submission', 'media.submission')
		.where('survey', '=', survey)
		.where('shown', '=', file)
		.executeTakeFirst();
	return row && { ...row, name: 'answer' };
}

function recordings(db: Database) {
	return db
		.selectFrom('media')
		.select((row) => [
			row.ref('shown').$notNull().as('sha256'),
			row.ref('shown_type').$notNull().as('type')
		])
		.where('role', '=', 'voice')
		.where('arrived_at', 'is not', null)
		.where('shown', 'is not', null)
		.where('shown_type', 'is not', null);
}

/** The files of the recordings that can be heard, by the question that they answer; their order tells nothing. */
export async function spokenFiles(db: Database, survey: string): Promise<Map<string, string[]>> {
	const { rows } = await sql<{ question: string; file: string }>`
		select distinct spoken ->> position as question, shown as file
		from survey_answers join media using (submission)
		where survey = ${survey} and arrived_at is not null and shown is not null
			and spoken ->> position is not null
		order by file`.execute(db);
	const byQuestion = Map.groupBy(rows, ({ question }) => question);
	return new Map([...byQuestion].map(([id, list]) => [id, list.map(({ file }) => file)]));
}
