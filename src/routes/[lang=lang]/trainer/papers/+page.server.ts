import { city } from '$lib/server/city.ts';
import { listNeighbourhoods } from '$lib/server/neighbourhoods.ts';
import { readSettings } from '$lib/server/settings.ts';

export const load = async () => {
	const { db } = city();
	const [{ languages }, neighbourhoods] = await Promise.all([
		readSettings(db),
		listNeighbourhoods(db)
	]);
	return { languages, names: neighbourhoods.map(({ name }) => name) };
};
