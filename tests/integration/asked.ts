// A survey, and what people answer to it, for tests.
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import type { Survey } from '../../src/lib/domain/survey.ts';
import type { Answers } from '../../src/lib/domain/survey-answer.ts';

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

const random = (many: number) => crypto.getRandomValues(new Uint8Array(many));

/** What somebody answers. */
export function anAnswer(
	survey: string,
	answers: Answers,
	{
		revision = 1,
		by = btoa(String.fromCharCode(...random(15)))
			.replace(/\W/g, '_')
			.padEnd(22, 'A'),
		madeAt = '2026-03-01T10:00:00Z'
	} = {}
): EnvelopeOf<'answer'> {
	return {
		...{
			id: makeId(Date.now(), random(10)),
			kind: 'answer',
			schema: 1,
			madeAt,
			lang: 'es',
			media: []
		},
		body: { survey, revision, by, answers }
	};
}
