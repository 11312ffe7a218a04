/** The log of what the staff did: rows that are only ever added, each bound to the one before by its hash. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalText } from '../domain/fingerprint.ts';
import type words from '../i18n/staff/en.json';
import type { Database } from './database.ts';
import { liveChannel } from './live.ts';

type Did = (typeof words)['activity']['did'];

/** What can be done, as dotted words: `need.joined`. Each has its sentence, by which a person reads the log. */
export type ActivityAction = {
	[Noun in keyof Did & string]: `${Noun}.${keyof Did[Noun] & string}`;
}[keyof Did & string];

export interface Activity {
	/** Who did it: an id of the staff; null for a command, a timer, or who had not signed in. */
	staff: string | null;
	action: ActivityAction;
	/** On what: a noun and its id, `need:<id>`. */
	subject: string;
	/** What a later reader needs to understand it; never people's words. */
	detail?: Record<string, unknown>;
}

/** What stands before the first row. */
export const firstPrevious = '0'.repeat(64);

/**
 * Writes down what is done in this transaction. Whoever writes next waits until it has ended: call it after all rows
 * are locked and right before `tellChange`, so that two never wait for each other. Open pages of colleagues hear of it.
 */
export async function logActivity(
	trx: Database,
	{ staff, action, subject, detail = {} }: Activity,
	now = new Date()
): Promise<void> {
	await sql`select pg_advisory_xact_lock(hashtext('activity'))`.execute(trx);
	const last = await trx
		.selectFrom('activity')
		.select(['seq', 'hash'])
		.orderBy('seq', 'desc')
		.limit(1)
		.executeTakeFirst();
	const row = {
		seq: String(BigInt(last?.seq ?? 0) + 1n),
		at: now.toISOString(),
		staff,
		action,
		subject,
		detail
	};
	const previous = last?.hash ?? firstPrevious;
	await trx
		.insertInto('activity')
		.values({
			...row,
			detail: JSON.stringify(detail),
			previous,
			hash: hashOfActivity(row, previous)
		})
		.execute();
	await sql`select pg_notify(${liveChannel}, ${JSON.stringify({ subject, staff })})`.execute(trx);
}

/** Writes down what a member of the staff did; nothing where nobody did it, but a demonstration or a timer. */
export async function logDeed(
	trx: Database,
	by: string | undefined,
	action: ActivityAction,
	subject: string,
	now = new Date()
): Promise<void> {
	if (by !== undefined) await logActivity(trx, { staff: by, action, subject }, now);
}

/** The hash of a row, hexadecimal: SHA-256 over the hash before it and the row's canonical JSON (RFC 8785). */
export function hashOfActivity(
	row: { seq: string; at: string; action: string } & Required<Omit<Activity, 'action'>>,
	previous: string
): string {
	const { seq, at, staff, action, subject, detail } = row;
	const text = canonicalText({ seq, at, staff, action, subject, detail });
	return createHash('sha256').update(`${previous}\n${text}`).digest('hex');
}
