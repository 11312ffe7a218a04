import { heardParts, readHeardFilter, writeHeardFilter } from '$lib/domain/heard.ts';
import { mayDo } from '$lib/domain/rights.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { readHeard, type Heard } from '$lib/server/heard.ts';

/** So many rows of a list a page shows; the file has all. */
const mostRows = 100;

export const load = async ({ locals, url }) => {
	const { role } = signedInWith(locals, 'numbers.read');
	const filter = readHeardFilter(url.searchParams);
	const heard = await readHeard(city().db, filter, new Date());
	const firstRows = heardParts.map((part) => [part, heard.parts[part].slice(0, mostRows)]);
	return {
		filter,
		heard: { ...heard, parts: Object.fromEntries(firstRows) as Heard['parts'] },
		/** Which lists are longer. */
		more: heardParts.filter((part) => heard.parts[part].length > mostRows),
		mayChange: mayDo(role, 'settings.write'),
		file: `/staff/heard.csv${writeHeardFilter(filter)}`
	};
};
