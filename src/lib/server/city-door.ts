import { badgeWord } from './badge-documents.ts';
import type { Door } from './door.ts';
import type { Live } from './live.ts';
import { keySet } from './keys.ts';
import { cityMedia } from './media/city-store.ts';
import { receive, type ReceivingCity } from './receive.ts';
import type { Searchable } from './searchable.ts';

/** The city's own door; what comes through it is searchable soon after, and seen on the staff's open pages. */
export function openCityDoor(
	city: ReceivingCity,
	{ wake }: Pick<Searchable, 'wake'>,
	live?: Pick<Live, 'arrived'>
): Door {
	return {
		keySet: () => keySet(city.keys),
		publishedKeys: async (now) => {
			const badges = await badgeWord(city.db, city.keys, now);
			return { ...keySet(city.keys), ...(badges && { badges }) };
		},
		receive: async (request, now, via, byForm, address) => {
			const answer = await receive(city, request, now, via, byForm, address);
			wake();
			live?.arrived();
			return answer;
		},
		media: cityMedia(city.db, city.dataFolder)
	};
}
