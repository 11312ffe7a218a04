import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { csvOfTable } from '$lib/server/csv-file.ts';
import { workshopTable } from '$lib/server/session-files.ts';
import { sentFile } from '$lib/server/sent-file.ts';
import type { RequestHandler } from './$types';

/** What rooms agreed on in all their workshops, with the numbers hidden and rounded that the page hides and rounds, as a file. */
export const GET: RequestHandler = (event) => {
	signedInWith(event.locals, 'numbers.read');
	return sentFile(event, 'numbers.read', csvOfTable('workshops', workshopTable(city().db)));
};
