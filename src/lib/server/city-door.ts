import type { Door } from './door.ts';
import { keySet } from './keys.ts';
import { cityMedia } from './media/city-store.ts';
import { receive, type ReceivingCity } from './receive.ts';

/** The city's own door. */
export function openCityDoor(city: ReceivingCity): Door {
	return {
		keySet: () => keySet(city.keys),
		receive: (request, now, via) => receive(city, request, now, via),
		media: cityMedia(city.db, city.dataFolder)
	};
}
