import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { isLanguage } from '$lib/domain/language.ts';
import { inOneLanguage, missingIn } from '$lib/domain/survey.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { listNeighbourhoods } from '$lib/server/neighbourhoods.ts';
import { readSettings } from '$lib/server/settings.ts';
import { walkOf } from '$lib/server/survey-walk.ts';
import { readSurvey } from '$lib/server/surveys.ts';

export const load = async ({ locals, params, url }) => {
	const { lang } = signedInWith(locals, 'surveys.write');
	const { db } = city();
	const known = v.is(idSchema, params.id) ? await readSurvey(db, params.id) : undefined;
	if (!known) error(404, 'not-found');
	const [neighbourhoods, { languages }] = await Promise.all([
		listNeighbourhoods(db),
		readSettings(db)
	]);
	const asked = url.searchParams.get('in');
	const shown = isLanguage(asked)
		? asked
		: languages.includes(lang)
			? lang
			: (languages[0] ?? lang);
	const written = inOneLanguage(known.survey, [shown, ...languages]);
	const isWalking = written && url.searchParams.has('walk');
	return {
		id: known.id,
		/** The language of the page that is shown; the survey's own may be another, as on a phone. */
		shown,
		written,
		/** Where she is who tries it question by question. */
		walk: isWalking ? walkOf(written.survey, url.searchParams) : undefined,
		missing: missingIn(known.survey),
		cityLanguages: languages,
		neighbourhoods
	};
};
