import { fail, redirect } from '@sveltejs/kit';
import { signedInAdmin } from '$lib/server/authorize.ts';
import { keepCity, readCityForm } from '$lib/server/city-form.ts';
import { city } from '$lib/server/city.ts';
import { listNeighbourhoods } from '$lib/server/neighbourhoods.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';

export const load = async ({ locals, url }) => {
	const { lang } = signedInAdmin(locals);
	const { db } = city();
	const [settings, places] = await Promise.all([readSettings(db), listNeighbourhoods(db)]);
	return {
		settings: {
			city: cityNameIn(settings, lang),
			languages: settings.languages as string[],
			neighbourhoods: places.map(({ name }) => name).join('\n')
		},
		saved: url.searchParams.has('saved')
	};
};

export const actions = {
	default: async ({ locals, request }) => {
		signedInAdmin(locals);
		const form = await readCityForm(await request.formData());
		if ('problems' in form) return fail(400, { problems: form.problems, city: form.typed });
		await city()
			.db.transaction()
			.execute((trx) => keepCity(trx, form.values));
		redirect(303, '/staff/settings?saved');
	}
};
