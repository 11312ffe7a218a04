/** What became of carried submissions, as it is brought back to the phones that told them. */
import * as v from 'valibot';
import { carryProblems, type CarryProblem } from './carry-reader.ts';
import { mostLetters } from './carry-file.ts';
import { resultSchema, type SyncResult } from './sync.ts';

const carryResultsSchema = v.object({
	plaza: v.literal('results'),
	v: v.literal(1),
	results: v.pipe(v.array(v.unknown()), v.maxLength(mostLetters)),
	/** What was the matter with the file that was brought, so that not all of it may be in the results. */
	problem: v.optional(v.picklist(carryProblems))
});

/** Bytes of the largest file with results that is read. */
export const largestResults = 16 * 1024 * 1024;

/** `plaza-results-2026-03-01.plaza`. @param today the day on the person's calendar */
export function resultsFileName(today: string): string {
	return `plaza-results-${today}.plaza`;
}

/** Results as a file, or as text for QR codes: ASCII only. */
export function resultsText(results: SyncResult[], problem?: CarryProblem): string {
	const text = JSON.stringify({ plaza: 'results', v: 1, results, ...(problem && { problem }) });
	const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
	return `${text.replace(/[^\x20-\x7e]/g, escaped)}\n`;
}

/** Does a text begin as results do, and not as a carry file? */
export function looksLikeResults(beginning: string): boolean {
	return /^\s*\{\s*"plaza"\s*:\s*"results"/.test(beginning);
}

/** The results in a text; undefined when it is none. One that this Plaza cannot read is left out. */
export function readResults(text: string): SyncResult[] | undefined {
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), carryResultsSchema), text);
	if (!read.success) return undefined;
	return read.output.results.filter((each): each is SyncResult => v.is(resultSchema, each));
}
