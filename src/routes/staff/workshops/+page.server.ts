import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { listWorkshops } from '$lib/server/workshops.ts';

/** So many of the workshops that were told last. */
const mostWorkshops = 50;

export const load = async ({ locals }) => {
	signedInWith(locals, 'numbers.read');
	return { workshops: await listWorkshops(city().db, mostWorkshops) };
};
