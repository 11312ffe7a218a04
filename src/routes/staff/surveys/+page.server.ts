import { redirect } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/rights.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readSettings } from '$lib/server/settings.ts';
import { surveyFrom } from '$lib/server/survey-templates.ts';
import { listSurveys, makeSurvey } from '$lib/server/surveys.ts';

export const load = async ({ locals }) => {
	const { role } = signedInWith(locals, 'numbers.read');
	const { db } = city();
	const mayWrite = mayDo(role, 'surveys.write');
	const [surveys, { languages }] = await Promise.all([listSurveys(db), readSettings(db)]);
	return {
		// what is still being written is only for who writes it
		surveys: surveys.filter(({ revision }) => mayWrite || revision > 0),
		cityLanguages: languages,
		mayWrite
	};
};

export const actions = {
	make: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'surveys.write').id;
		const survey = surveyFrom(textOf(await request.formData(), 'from'));
		const form = { survey, target: { kind: 'all' } } as const;
		const id = await makeSurvey(city().db, form, staff, new Date());
		redirect(303, `/staff/surveys/${id}/edit`);
	}
};
