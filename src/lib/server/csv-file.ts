/** A list of numbers as a file that is saved, not opened. */
import { csvOf } from '../domain/csv.ts';

/** @param name of the file, without its ending; today's date is put behind it */
export function csvFile(
	name: string,
	lines: (string | number | null)[][],
	now = new Date()
): Response {
	return new Response(csvOf(lines), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="plaza-${name}-${now.toISOString().slice(0, 10)}.csv"`
		}
	});
}
