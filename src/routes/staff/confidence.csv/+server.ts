import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { listConfidence } from '$lib/server/confidence.ts';
import { csvFile } from '$lib/server/csv-file.ts';
import { confidenceLines } from '$lib/server/session-files.ts';
import type { RequestHandler } from './$types';

/** How sure people felt, as the page shows it, with the same numbers hidden and rounded, as a file. */
export const GET: RequestHandler = async ({ locals }) => {
	signedInWith(locals, 'numbers.read');
	return csvFile('confidence', confidenceLines(await listConfidence(city().db)));
};
