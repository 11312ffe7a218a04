/** The badges that were issued, as staff sees them: module and day, never a holder. */
import { sql } from 'kysely';
import { badgeNumber } from '../domain/badge-number.ts';
import { readOwnCredential } from './badge-signing.ts';
import type { Database } from './database.ts';

/** A badge in a list. */
export interface BadgeRow {
	id: string;
	number: string;
	module: string;
	issuedAt: Date;
	confirmed: { by: string; at: Date } | null;
	takenBackAt: Date | null;
	reason: string | null;
}

export interface BadgePage {
	total: number;
	rows: BadgeRow[];
	/** The badges of the next and the previous page: after or before this id; null where there are none. */
	older: string | null;
	newer: string | null;
}

const pageLength = 50;

/**
 * A page of badges, newest first: ids are UUIDs whose order is that of their making.
 * @param mark after which id to go on towards older ones, or before which towards newer ones
 */
export async function listBadges(
	db: Database,
	mark: { after?: string | undefined; before?: string | undefined } = {}
): Promise<BadgePage> {
	const { after, before } = mark;
	let query = db
		.selectFrom('badges')
		.leftJoin('badge_confirmations as seen', 'seen.badge', 'badges.id')
		.select(['id', 'module', 'status', 'issued_at', 'badges.credential', 'taken_back_at', 'reason'])
		.select(['witness', 'confirmed_at'])
		.orderBy('id', before ? 'asc' : 'desc')
		.limit(pageLength + 1);
	if (before) query = query.where('id', '>', before);
	else if (after) query = query.where('id', '<', after);
	const [found, { total }] = await Promise.all([
		query.execute(),
		db
			.selectFrom('badges')
			.select(sql<number>`count(*)::int`.as('total'))
			.executeTakeFirstOrThrow()
	]);
	const more = found.length > pageLength;
	const page = found.slice(0, pageLength);
	if (before) page.reverse();
	const rows = page.map((row) => ({
		id: row.id,
		number: numberOf(row),
		module: row.module,
		issuedAt: row.issued_at,
		confirmed: row.witness && row.confirmed_at ? { by: row.witness, at: row.confirmed_at } : null,
		takenBackAt: row.taken_back_at,
		reason: row.reason
	}));
	const isMoreOlder = before ? true : more;
	const isMoreNewer = before ? more : after !== undefined;
	return {
		total,
		rows,
		older: isMoreOlder ? (rows.at(-1)?.id ?? null) : null,
		newer: isMoreNewer ? (rows[0]?.id ?? null) : null
	};
}

function numberOf({ status, credential }: { status: string; credential: string }): string {
	return badgeNumber({ status: Number(status), holder: readOwnCredential(credential).holder });
}
