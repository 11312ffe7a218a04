import { fail, redirect } from '@sveltejs/kit';
import { logDeed } from '$lib/server/activity.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { keepCity, readCityForm, readWhatStands } from '$lib/server/city-form.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { listNeighbourhoods } from '$lib/server/neighbourhoods.ts';
import { defaultSwaps } from '$lib/server/default-swaps.ts';
import { markOf, overwrite } from '$lib/server/overwrite.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';
import { readSwaps, writeSwaps } from '$lib/server/swap-fields.ts';
import { readSwapForm, typedSwaps } from '$lib/server/swap-form.ts';

export const load = async ({ locals, url }) => {
	const { lang } = signedInWith(locals, 'settings.write');
	const { db } = city();
	const [settings, places, swaps, stands] = await Promise.all([
		readSettings(db),
		listNeighbourhoods(db),
		readSwaps(db),
		readWhatStands(db)
	]);
	return {
		settings: {
			city: cityNameIn(settings, lang),
			languages: settings.languages as string[],
			neighbourhoods: places.map(({ name }) => name).join('\n')
		},
		swaps: typedSwaps(swaps),
		was: markOf(stands),
		defaultSwaps,
		languages: settings.languages,
		saved: url.searchParams.has('saved')
	};
};

export const actions = {
	default: async ({ locals, request }) => {
		const { id } = signedInWith(locals, 'settings.write');
		const { db } = city();
		const posted = await request.formData();
		const form = await readCityForm(posted);
		const swaps = await readSwapForm(posted, await readSwaps(db));
		if (!('values' in form && 'values' in swaps)) {
			const problems = {
				...('problems' in form && form.problems),
				...('problems' in swaps && swaps.problems)
			};
			const was = textOf(posted, 'was');
			return fail(400, { problems, was, city: form.typed, swaps: swaps.typed });
		}
		const saved = await overwrite(db, posted, readWhatStands, async (trx) => {
			await writeSwaps(trx, swaps.values);
			await logDeed(trx, id, 'settings.changed', 'settings:city');
			await keepCity(trx, form.values);
		});
		if ('problem' in saved) return fail(409, { isOld: true, city: form.typed, swaps: swaps.typed });
		redirect(303, '/staff/settings?saved');
	}
};
