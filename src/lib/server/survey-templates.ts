/** Surveys that are ready to be asked, in all eight languages. */
import * as v from 'valibot';
import type { Language } from '../domain/language.ts';
import { surveySchema, type Survey } from '../domain/survey.ts';
import factsheet from './survey-factsheet.json' with { type: 'json' };
import feedback from './survey-feedback.json' with { type: 'json' };

/** The template of this name; an empty survey for every other. */
export function surveyFrom(name: string): Survey {
	const empty: Survey = { title: {}, intro: {}, questions: [] };
	return name === 'factsheet' ? v.parse(surveySchema, factsheet) : empty;
}

/** How a pilot was, in three questions; from the second round on its number stands in the title. */
export function feedbackSurvey(round: number): Survey {
	const survey = v.parse(surveySchema, feedback);
	if (round === 1) return survey;
	const title = Object.entries(survey.title) as [Language, string][];
	return {
		...survey,
		title: Object.fromEntries(title.map(([lang, text]) => [lang, `${text} (${round})`]))
	};
}
