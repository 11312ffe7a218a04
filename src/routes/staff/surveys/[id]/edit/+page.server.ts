import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { isLanguage } from '$lib/domain/language.ts';
import { missingIn } from '$lib/domain/survey.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { readCalendar } from '$lib/server/calendar.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readSettings } from '$lib/server/settings.ts';
import { doInSurvey, nameOfTarget, readSurveyForm, readTarget } from '$lib/server/survey-form.ts';
import { changeSurvey, readSurvey } from '$lib/server/surveys.ts';

export const load = async ({ locals, params, url }) => {
	signedInWith(locals, 'surveys.write');
	const { db } = city();
	const now = new Date();
	const [known, { languages }, calendar] = await Promise.all([
		readKnown(params.id),
		readSettings(db),
		readCalendar(db, now)
	]);
	const asked = url.searchParams.get('in');
	return {
		...{ id: known.id, edits: known.edits, survey: known.survey },
		written: isLanguage(asked) ? asked : (languages[0] ?? 'en'),
		missing: missingIn(known.survey),
		cityLanguages: languages,
		target: nameOfTarget(known.target),
		labs: calendar.labs.map(({ id, name }) => ({ id, name })),
		sessions: calendar.sessions.map(({ id, lab, starts_at, ends_at }) => ({
			...{ id, startsAt: starts_at, endsAt: ends_at },
			lab: calendar.labs.find((each) => each.id === lab)?.name ?? ''
		})),
		done: url.searchParams.get('done')
	};
};

export const actions = {
	default: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'surveys.write').id;
		const { db } = city();
		const form = await request.formData();
		const known = await readKnown(params.id);
		const { survey, lang, problems } = readSurveyForm(known.survey, form);
		const deed = textOf(form, 'do');
		const again = { survey, written: lang, problems, target: textOf(form, 'target') };
		if (Object.keys(problems).length > 0) {
			return fail(400, { ...again, isOld: false, edits: textOf(form, 'edits') });
		}
		const now = new Date();
		const { labs, sessions } = await readCalendar(db, now);
		// what it is for may be over, and not offered any more
		const isSame = again.target === nameOfTarget(known.target);
		const target = isSame ? known.target : readTarget(again.target, labs, sessions);
		const seen = { id: known.id, edits: Number(textOf(form, 'edits')) };
		const changed = { survey: doInSurvey(survey, deed, form), target };
		const refusal = await changeSurvey(db, seen, changed, staff, now);
		if (refusal === 'unknown') error(404, 'not-found');
		if (refusal) return fail(409, { ...again, isOld: true, edits: undefined });
		if (deed === 'preview') redirect(303, `/staff/surveys/${known.id}/preview?in=${lang}`);
		if (deed === 'close') redirect(303, `/staff/surveys/${known.id}`);
		const next = /^in:(.+)$/.exec(deed)?.[1] ?? lang;
		redirect(303, `/staff/surveys/${known.id}/edit?in=${next}&done=kept${placeOf(deed)}`);
	}
};

/** Where the page is looked at again: at the question that was changed. */
function placeOf(deed: string): string {
	const [, question] = /^(?:up|down|option|unoption):([a-z0-9-]+)/.exec(deed) ?? [];
	if (question) return `#q-${question}`;
	return /^(add|remove)/.test(deed) ? '#add' : '';
}

async function readKnown(id: string) {
	const known = v.is(idSchema, id) ? await readSurvey(city().db, id) : undefined;
	return known ?? error(404, 'not-found');
}
