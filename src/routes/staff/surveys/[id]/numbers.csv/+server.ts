import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { languages } from '$lib/domain/language.ts';
import { textFor } from '$lib/domain/survey.ts';
import { staffWords } from '$lib/i18n/translator.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { csvFile } from '$lib/server/csv-file.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { readResults } from '$lib/server/survey-results.ts';
import { readSurvey } from '$lib/server/surveys.ts';
import { rowWords } from '$lib/ui/staff/survey/row-words.ts';
import type { RequestHandler } from './$types';

/** The names of the columns are the same in every language, so that a program that reads them goes on. */
const columns = [
	'question',
	'kind',
	'question_text',
	'answer',
	'answer_text',
	'asked_now',
	'people'
];

/** What the page of a survey shows, with the same numbers hidden and rounded, as a file; never the words that people wrote. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { lang } = signedInWith(locals, 'numbers.read');
	const { db } = city();
	const known = v.is(idSchema, params.id) ? await readSurvey(db, params.id) : undefined;
	if (!known || known.revision === 0) error(404, 'not-found');
	const { questions } = await readResults(db, known.id, { mayRead: false, endedAt: known.endedAt });
	const [t, names] = [await staffWords(lang), Object.fromEntries(await neighbourhoodNames(db))];
	const order = [lang, ...languages];
	const lines = questions.flatMap(
		({ id, kind, texts, rows, isGone, answered, unknown, spoken }) => {
			const question = [id, kind, textFor(texts, order).text];
			return [
				[...question, '', '', String(!isGone), answered],
				...rows.map((row) => {
					const words = rowWords(t, kind, row, order, names);
					return [...question, row.key, words, String(!isGone && !row.isGone), row.count];
				}),
				...(kind === 'text'
					? [[...question, 'spoken', t('media.voice'), String(!isGone), spoken]]
					: []),
				[...question, 'unknown', t('surveys.unknown'), String(!isGone), unknown]
			];
		}
	);
	return csvFile(`survey-${known.id}`, [columns, ...lines]);
};
