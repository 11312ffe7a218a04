// What a backup says, once opened: gzip of lines. The first is the summary, each other one row of one table,
// `table<TAB>row as JSON`; then the media (media-lines.ts). Rows stay text all the way, so that no number or instant
// loses a digit.
import * as v from 'valibot';

/** Files of the data folder that go with the database. Without keys.json waiting needs would be unreadable. */
export const keptFiles = ['keys.json', 'staff-secret'] as const;

/** Passing things: whoever was signed in or invited then, need not be so after a restore. */
export const leftOut: readonly string[] = [
	'staff_sign_ins',
	'staff_verifications',
	'setup_links',
	'used_challenges',
	'trainer_invitations',
	// counted anew as the needs come back
	'need_counts'
];

/** Kysely's own two tables. */
export const migrationTables: readonly string[] = ['kysely_migration', 'kysely_migration_lock'];

export const summarySchema = v.object({
	madeAt: v.pipe(v.string(), v.isoTimestamp()),
	/** applied at the time of the backup, in their order */
	migrations: v.pipe(v.array(v.string()), v.minLength(1)),
	/** number of rows of each table */
	tables: v.record(v.string(), v.number()),
	/** last number that each sequence gave, as text; null when it gave none */
	sequences: v.record(v.string(), v.nullable(v.string())),
	files: v.partial(v.object({ 'keys.json': v.string(), 'staff-secret': v.string() }))
});

export type Summary = v.InferOutput<typeof summarySchema>;

/** A backup that was read to its end, with the number of its recordings and photos. */
export interface WholeBackup extends Summary {
	media: number;
}
