import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { listPilots } from '$lib/server/pilots.ts';
import { readSettings } from '$lib/server/settings.ts';
import { today } from '$lib/server/today.ts';

export const load = async ({ locals }) => {
	signedInWith(locals, 'numbers.read');
	const { db } = city();
	const [pilots, { languages }] = await Promise.all([listPilots(db), readSettings(db)]);
	return { pilots, cityLanguages: languages, today: today() };
};
