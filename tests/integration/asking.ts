// A survey of a city, and people who answer it, for tests.
import { randomBytes } from 'node:crypto';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import type { Survey } from '../../src/lib/domain/survey.ts';
import type { Answers } from '../../src/lib/domain/survey-answer.ts';
import type { Database } from '../../src/lib/server/database.ts';
import {
	changeSurvey,
	makeSurvey,
	publishSurvey,
	readSurvey
} from '../../src/lib/server/surveys.ts';
import { newId } from './invented.ts';

const words = (en: string, es: string) => ({ en, es });

/** Whoever has no internet is asked why, whoever has it how good it is. */
export const internet: Survey = {
	title: words('Internet at home', 'Internet en casa'),
	intro: words('Two questions.', 'Dos preguntas.'),
	questions: [
		{
			...{ id: 'have', kind: 'one', required: true },
			texts: words('Do you have internet?', '¿Tiene internet?'),
			options: [
				{ id: 'yes', texts: words('Yes', 'Sí'), picture: 'wifi' },
				{ id: 'no', texts: words('No', 'No'), next: 'why' },
				{ id: 'some', texts: words('=Sometimes', '=A veces') }
			]
		},
		{
			...{ id: 'good', kind: 'scale', required: false, next: 'end' },
			texts: words('How is it?', '¿Cómo va?')
		},
		{
			...{ id: 'why', kind: 'text', required: false },
			texts: words('Why not?', '¿Por qué no?')
		}
	]
};

/** A survey that everybody is asked. */
export async function ask(db: Database, staff: string, survey = internet): Promise<string> {
	const now = new Date();
	const id = await makeSurvey(db, { survey, target: { kind: 'all' } }, staff, now);
	if (await publishSurvey(db, { id, edits: 1 }, staff, now)) throw new Error('not published');
	return id;
}

/** Asks it in other words from now on. */
export async function askAnew(db: Database, id: string, staff: string, survey: Survey) {
	const known = await readSurvey(db, id);
	const edits = known?.edits ?? 0;
	const form = { survey, target: { kind: 'all' } } as const;
	const refused =
		(await changeSurvey(db, { id, edits }, form, staff, new Date())) ??
		(await publishSurvey(db, { id, edits: edits + 1 }, staff, new Date()));
	if (refused) throw new Error('not published');
}

/** What somebody answers. */
export function anAnswer(
	survey: string,
	answers: Answers,
	{ revision = 1, by = randomBytes(16).toString('base64url'), madeAt = '2026-03-01T10:00:00Z' } = {}
): EnvelopeOf<'answer'> {
	return {
		...{ id: newId(), kind: 'answer', schema: 1, madeAt, lang: 'es', media: [] },
		body: { survey, revision, by, answers }
	};
}
