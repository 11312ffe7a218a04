import { city } from '$lib/server/city.ts';
import { listNeighbourhoods } from '$lib/server/neighbourhoods.ts';

export const load = async () => ({ neighbourhoods: await listNeighbourhoods(city().db) });
