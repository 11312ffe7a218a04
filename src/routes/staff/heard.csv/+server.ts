import { csvOf } from '$lib/domain/csv.ts';
import { readHeardFilter } from '$lib/domain/heard.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { heardLines } from '$lib/server/heard-file.ts';
import { readHeard } from '$lib/server/heard.ts';
import type { RequestHandler } from './$types';

/** What `/staff/heard` shows, with the same numbers hidden and rounded, as a file. */
export const GET: RequestHandler = async ({ locals, url }) => {
	signedInWith(locals, 'numbers.read');
	const now = new Date();
	const heard = await readHeard(city().db, readHeardFilter(url.searchParams), now);
	return new Response(csvOf(heardLines(heard)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="plaza-heard-${now.toISOString().slice(0, 10)}.csv"`
		}
	});
};
