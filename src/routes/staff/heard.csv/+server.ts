import { readHeardFilter } from '$lib/domain/heard.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { csvFile } from '$lib/server/csv-file.ts';
import { heardLines } from '$lib/server/heard-file.ts';
import { readHeard } from '$lib/server/heard.ts';
import type { RequestHandler } from './$types';

/** What `/staff/heard` shows, with the same numbers hidden and rounded, as a file. */
export const GET: RequestHandler = async ({ locals, url }) => {
	signedInWith(locals, 'numbers.read');
	const now = new Date();
	const heard = await readHeard(city().db, readHeardFilter(url.searchParams), now);
	return csvFile('heard', heardLines(heard), now);
};
