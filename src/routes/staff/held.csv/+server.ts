import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { csvFile } from '$lib/server/csv-file.ts';
import { listHeldSessions } from '$lib/server/held-sessions.ts';
import { heldLines, mostInFile } from '$lib/server/session-files.ts';
import type { RequestHandler } from './$types';

/** The sessions that were held, as the page shows it, with the same numbers hidden and rounded, as a file. */
export const GET: RequestHandler = async ({ locals }) => {
	signedInWith(locals, 'numbers.read');
	return csvFile('held', heldLines(await listHeldSessions(city().db, mostInFile)));
};
