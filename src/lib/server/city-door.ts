import { badgeWord } from './badge-documents.ts';
import type { Door } from './door.ts';
import { keySet } from './keys.ts';
import { cityMedia } from './media/city-store.ts';
import { receive, type ReceivingCity } from './receive.ts';

/** The city's own door. */
export function openCityDoor(city: ReceivingCity): Door {
	return {
		keySet: () => keySet(city.keys),
		publishedKeys: async (now) => {
			const badges = await badgeWord(city.db, city.keys, now);
			return { ...keySet(city.keys), ...(badges && { badges }) };
		},
		receive: (request, now, via) => receive(city, request, now, via),
		media: cityMedia(city.db, city.dataFolder)
	};
}
