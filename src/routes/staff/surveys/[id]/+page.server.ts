import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { mayDo } from '$lib/domain/rights.ts';
import { missingIn, mistakesIn } from '$lib/domain/survey.ts';
import { tellingWords } from '$lib/domain/telling-words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { notLookedAt, wordsOfSurvey } from '$lib/server/looked-at.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { isPilotPublic } from '$lib/server/pilot-publication.ts';
import { readSettings } from '$lib/server/settings.ts';
import { readResults } from '$lib/server/survey-results.ts';
import { endSurvey, publishSurvey, readSurvey } from '$lib/server/surveys.ts';

export const load = async ({ locals, params, url }) => {
	const { role } = signedInWith(locals, 'numbers.read');
	const { db } = city();
	const mayWrite = mayDo(role, 'surveys.write');
	const mayRead = mayDo(role, 'surveys.words');
	const known = v.is(idSchema, params.id) ? await readSurvey(db, params.id) : undefined;
	if (!known || (known.revision === 0 && !mayWrite)) error(404, 'not-found');
	const [results, names, { languages }] = await Promise.all([
		readResults(db, known.id, { mayRead, endedAt: known.endedAt }),
		neighbourhoodNames(db),
		readSettings(db)
	]);
	const isFree = !known.pilot || (await isPilotPublic(db, known.pilot.id));
	return {
		...{ known, results, mayWrite, mayRead },
		places: Object.fromEntries(names),
		/** What it says that may tell who somebody is. */
		telling: mayWrite
			? wordsOfSurvey(known.survey).filter(({ text }) => tellingWords(text).length > 0)
			: [],
		missing: missingIn(known.survey),
		mistakes: isFree ? mistakesIn(known.survey) : [{ code: 'no-pilot' } as const],
		cityLanguages: languages,
		done: url.searchParams.get('done')
	};
};

export const actions = {
	publish: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'surveys.write').id;
		const form = await request.formData();
		const seen = seenIn(params.id, form);
		const known = await readSurvey(city().db, seen.id);
		const telling = known && notLookedAt(form, wordsOfSurvey(known.survey));
		if (telling) return fail(400, { isOld: false, telling });
		const refusal = await publishSurvey(city().db, seen, staff, new Date());
		if (refusal === 'unknown') error(404, 'not-found');
		if (refusal === 'changed') return fail(409, { isOld: true, telling: undefined });
		redirect(303, `/staff/surveys/${seen.id}${refusal ? '' : '?done=published'}`);
	},
	end: async ({ locals, params, request }) => {
		const staff = signedInWith(locals, 'surveys.write').id;
		const seen = seenIn(params.id, await request.formData());
		const refusal = await endSurvey(city().db, seen, staff, new Date());
		if (refusal === 'unknown') error(404, 'not-found');
		if (refusal) return fail(409, { isOld: true, telling: undefined });
		redirect(303, `/staff/surveys/${seen.id}?done=ended`);
	}
};

function seenIn(id: string, form: FormData): { id: string; edits: number } {
	const edits = Number(textOf(form, 'edits'));
	const isKnown = v.is(idSchema, id) && Number.isSafeInteger(edits) && edits < 2 ** 31;
	return isKnown ? { id, edits } : error(404, 'not-found');
}
