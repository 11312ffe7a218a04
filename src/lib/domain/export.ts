/** An export: what leaves the city as a file, and why. */
import * as v from 'valibot';

/** What a file may hold: needs, the city's answers to them, to what they were joined, their themes, or what may be published. */
export const exportKinds = ['needs', 'answers', 'joins', 'themes', 'publication'] as const;

export type ExportKind = (typeof exportKinds)[number];

/** Lines of JSON is `jsonl`. */
export const exportFormats = ['csv', 'xlsx', 'geojson', 'jsonl'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** What one cell may hold; an instant is a Date. */
export type Cell = string | number | boolean | Date | null;

/** A table that is read piece by piece, so that it is never whole in memory. */
export interface ExportTable {
	columns: readonly string[];
	/** Some rows at a time, each as long as `columns`. */
	rows: AsyncIterable<Cell[][]>;
}

/** Characters that a reason has at least: "test" is none. */
const shortestReason = 10;
export const longestReason = 300;

/** A reason why something is done that a city has to account for; messages are codes of staff's problems. */
export const reasonSchema = v.pipe(
	v.string(),
	v.trim(),
	v.minLength(shortestReason, 'reason-short'),
	v.maxLength(longestReason, 'reason-long')
);

/** What a member of the staff asks for. */
export const exportSchema = v.object({
	kind: v.picklist(exportKinds, 'export-kind'),
	format: v.picklist(exportFormats, 'export-format'),
	reason: reasonSchema
});
