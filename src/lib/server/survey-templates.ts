/** Surveys that are ready to be asked, in all eight languages. */
import * as v from 'valibot';
import { surveySchema, type Survey } from '../domain/survey.ts';
import factsheet from './survey-factsheet.json' with { type: 'json' };

/** The template of this name; an empty survey for every other. */
export function surveyFrom(name: string): Survey {
	const empty: Survey = { title: {}, intro: {}, questions: [] };
	return name === 'factsheet' ? v.parse(surveySchema, factsheet) : empty;
}
