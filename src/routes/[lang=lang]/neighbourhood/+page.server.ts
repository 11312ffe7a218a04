import type { Language } from '$lib/domain/language.ts';
import { namedPlaces } from '$lib/domain/near.ts';
import { placeAsked, readNearby } from './nearby.server.ts';

/** What the city asks everybody, what people think of, what it tries, decided and did: in all neighbourhoods, or in one. */
export const load = async ({ params, url }) => {
	const lang = params.lang as Language;
	const now = new Date();
	const place = await placeAsked(url);
	const all = await readNearby(lang, now);
	const { challenges, pilots, decisions, replies } = all;
	const places = namedPlaces([...challenges, ...pilots, ...decisions, ...replies]);
	return { place, places, ...(place ? await readNearby(lang, now, place) : all) };
};
