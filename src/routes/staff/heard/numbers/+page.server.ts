import { fail, redirect } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import {
	languageKeys,
	placeKeys,
	readNumberLines,
	replaceCityNumbers,
	writeNumberLines
} from '$lib/server/city-numbers.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'settings.write');
	const { db } = city();
	return {
		typed: { place: await writeNumberLines(db, 'place'), lang: await writeNumberLines(db, 'lang') },
		saved: url.searchParams.has('saved')
	};
};

export const actions = {
	default: async ({ locals, request }) => {
		const { id } = signedInWith(locals, 'settings.write');
		const { db } = city();
		const form = await request.formData();
		const typed = { place: textOf(form, 'place'), lang: textOf(form, 'lang') };
		const place = readNumberLines(typed.place, await placeKeys(db));
		const lang = readNumberLines(typed.lang, languageKeys());
		if ('problem' in place || 'problem' in lang) {
			const problems = Object.fromEntries(
				Object.entries({ place, lang }).flatMap(([name, read]) =>
					'problem' in read
						? [[name, { ...read.problem, code: `numbers.${read.problem.code}` }]]
						: []
				)
			);
			return fail(400, { problems, typed });
		}
		await replaceCityNumbers(db, { place: place.numbers, lang: lang.numbers }, id);
		redirect(303, '/staff/heard/numbers?saved');
	}
};
