import { error } from '@sveltejs/kit';
import { city } from '$lib/server/city.ts';
import { hubStatus } from '$lib/server/hub/status.ts';

/** What waits at this hub; a city has no such page. */
export const load = async () => {
	const { db, dataFolder, hub } = city();
	if (!hub) error(404, 'not-found');
	const { metAt, shutOut = false } = hub.facts();
	return { status: await hubStatus(db, dataFolder), metAt: metAt ?? null, shutOut };
};

export const actions = {
	/** Meets the city now, and says whether it answered. */
	default: async () => {
		const { hub } = city();
		if (!hub) error(404, 'not-found');
		return { met: 'met' in (await hub.forwardNow()) };
	}
};
