/** When ideas and answers to surveys by voice have been kept long enough: as long as voices of needs. */
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** Recordings of ideas on which staff decided before then. */
export async function takeIdeaVoices(trx: Database, before: Date, most: number): Promise<number> {
	const { numAffectedRows } = await sql`
		delete from media where (submission, position) in (
			select submission, position from media join ideas on ideas.id = submission
			where (state <> 'waiting' or same_as is not null) and changed_at < ${before}
			order by submission, position limit ${sql.lit(most)} for update of media)`.execute(trx);
	return Number(numAffectedRows ?? 0);
}

/**
 * Recordings of answers to surveys that ended before then, or that arrived since and before then; and those of answers that
 * were corrected at the very moment in which they came.
 */
export async function takeSpokenAnswers(
	trx: Database,
	before: Date,
	most: number
): Promise<number> {
	const { numAffectedRows } = await sql`
		delete from media where (submission, position) in (
			select media.submission, position from media
			join submissions on submissions.id = media.submission and kind = 'answer'
			left join survey_answers as answer on answer.submission = media.submission
			left join surveys on surveys.id = answer.survey
			where answer.survey is null or greatest(ended_at, answer.received_at) < ${before}
				and ended_at is not null
			order by media.submission, position limit ${sql.lit(most)} for update of media)`.execute(trx);
	return Number(numAffectedRows ?? 0);
}
