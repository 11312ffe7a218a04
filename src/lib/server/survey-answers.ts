/** What people answer: kept with the wording that they saw, of each person her last word. */
import { sql, type Transaction } from 'kysely';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { makeProblem } from '../domain/problem.ts';
import { hashSecret } from '../domain/receipt-code.ts';
import type { Survey } from '../domain/survey.ts';
import { unfitAnswer } from '../domain/survey-answer.ts';
import type { Database, Tables } from './database.ts';
import type { Opened, Refused } from './open-submission.ts';

/**
 * Puts a problem in the place of answers to a survey or a wording that this city never published, or that do not fit
 * theirs. Whether the survey has ended meanwhile is not asked: a phone without internet could not know.
 */
export async function refuseUnfit<T extends Opened>(
	db: Database,
	judged: (T | Refused)[]
): Promise<(T | Refused)[]> {
	const answers = judged.flatMap((one) => answerIn(one) ?? []);
	if (answers.length === 0) return judged;
	const rows = await db
		.selectFrom('survey_revisions')
		.select(['survey', 'revision', 'content'])
		.where('survey', 'in', [...new Set(answers.map(({ body }) => body.survey))])
		.execute();
	const keyOf = (each: { survey: string; revision: number }) => `${each.survey} ${each.revision}`;
	const surveys = new Map(rows.map((row) => [keyOf(row), row.content]));
	return judged.map((one) => {
		const answer = answerIn(one);
		return (answer && refusedAs(answer, surveys.get(keyOf(answer.body)))) ?? one;
	});
}

function answerIn(one: Opened | Refused): EnvelopeOf<'answer'> | undefined {
	return 'envelope' in one && one.envelope.kind === 'answer' ? one.envelope : undefined;
}

function refusedAs({ id, body }: EnvelopeOf<'answer'>, survey?: Survey): Refused | undefined {
	if (!survey) {
		return { id, problem: makeProblem('answer', 'there is no such survey here', 'body.survey') };
	}
	const question = unfitAnswer(survey, body.answers, body.spoken);
	if (question === undefined) return undefined;
	const field = `body.answers.${question}`;
	return { id, problem: makeProblem('answer', 'no answer to this question', field) };
}

/**
 * Writes answers: of each person and survey the one that was made last, whatever the order in which they arrive. The
 * recordings of those that are not go with them.
 */
export async function insertAnswers(
	trx: Transaction<Tables>,
	told: EnvelopeOf<'answer'>[],
	now: Date
): Promise<void> {
	if (told.length === 0) return;
	const said = told.map(({ id, madeAt, body }) => ({
		...{ survey: body.survey, by_hash: hashSecret(body.by), revision: body.revision },
		...{ answers: JSON.stringify(body.answers), spoken: JSON.stringify(body.spoken ?? []) },
		...{ made_ms: String(Date.parse(madeAt)), submission: id, received_at: now }
	}));
	const rows = [...Map.groupBy(said, (row) => `${row.survey} ${row.by_hash}`)]
		// the order in which all requests write
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([, same]) => same.sort(byMaking).slice(-1));
	const before = await trx
		.selectFrom('survey_answers')
		.select('submission')
		.where(
			'by_hash',
			'in',
			rows.map(({ by_hash }) => by_hash)
		)
		.orderBy('survey')
		.orderBy('by_hash')
		.forUpdate()
		.execute();
	await trx
		.insertInto('survey_answers')
		.values(rows)
		.onConflict((conflict) =>
			conflict
				.columns(['survey', 'by_hash'])
				.doUpdateSet((row) => ({
					revision: row.ref('excluded.revision'),
					answers: row.ref('excluded.answers'),
					spoken: row.ref('excluded.spoken'),
					made_ms: row.ref('excluded.made_ms'),
					submission: row.ref('excluded.submission'),
					received_at: row.ref('excluded.received_at')
				}))
				.whereRef('survey_answers.made_ms', '<=', 'excluded.made_ms')
		)
		.execute();
	const ids = [...before, ...said].map(({ submission }) => submission);
	await sql`
		delete from media where submission = any(${ids}::uuid[]) and not exists (
			select from survey_answers where survey_answers.submission = media.submission)`.execute(trx);
}

type Made = { made_ms: string; submission: string };

function byMaking(a: Made, b: Made): number {
	return Number(a.made_ms) - Number(b.made_ms) || (a.submission < b.submission ? -1 : 1);
}
