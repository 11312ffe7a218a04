import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { csvFile } from '$lib/server/csv-file.ts';
import { mostInFile, workshopLines } from '$lib/server/session-files.ts';
import { listWorkshops } from '$lib/server/workshops.ts';
import type { RequestHandler } from './$types';

/** What rooms agreed on in their workshops, as the page shows it, with the same numbers hidden and rounded, as a file. */
export const GET: RequestHandler = async ({ locals }) => {
	signedInWith(locals, 'numbers.read');
	return csvFile('workshops', workshopLines(await listWorkshops(city().db, mostInFile)));
};
