/** Badges that the city issued: the credential, its place in the status lists, and whether it was taken back. */
import { randomInt } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { statusListLength, type IssuedBadge } from '../domain/badge.ts';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { secondsOf } from '../domain/instant.ts';
import { hashSecret } from '../domain/receipt-code.ts';
import { sealWith } from '../domain/seal.ts';
import type { BadgeNews } from '../domain/sync.ts';
import { logDeed } from './activity.ts';
import { signBadge, type Issuing } from './badge-signing.ts';
import { tellChange } from './changes.ts';
import { cryptography } from './cryptography.ts';
import type { Database, Tables } from './database.ts';

/** How full a status list gets before the next one is begun: a place by chance is then found in two tries. */
const fullList = statusListLength / 2;

/** Issues the badges that these submissions ask for, each at a place by chance, so that its number tells nobody when. */
export async function issueBadges(
	trx: Transaction<Tables>,
	asked: EnvelopeOf<'badge'>[],
	issuing: Issuing,
	now: Date
): Promise<void> {
	for (const envelope of asked) {
		const facts = { ...envelope.body, issuedAt: secondsOf(now) };
		let isPlaced = false;
		while (!isPlaced) {
			const status = await placeByChance(trx);
			const signed = await signBadge(trx, envelope.lang, { ...facts, status }, issuing);
			const { module, level } = envelope.body;
			const { numInsertedOrUpdatedRows } = await trx
				.insertInto('badges')
				.values({
					id: envelope.id,
					issued_at: now,
					module,
					level,
					status: String(status),
					...signed
				})
				.onConflict((conflict) => conflict.column('status').doNothing())
				.executeTakeFirst();
			isPlaced = numInsertedOrUpdatedRows === 1n;
		}
	}
}

async function placeByChance(trx: Transaction<Tables>): Promise<number> {
	const { rows } = await sql<{ list: number; taken: number }>`
		select list::int, (select count(*)::int from badges
			where status >= list * ${statusListLength}::bigint) as taken
		from (select coalesce(max(status), 0) / ${statusListLength}::bigint as list from badges) newest`.execute(
		trx
	);
	const { list, taken } = rows[0] ?? { list: 0, taken: 0 };
	const open = taken < fullList ? list : list + 1;
	return open * statusListLength + randomInt(statusListLength);
}

/** News of the badges that these watch secrets open, each sealed with the reply key that came with it. */
export async function readBadgeNews(
	db: Database,
	secrets: string[],
	after: string,
	origin: string | undefined
): Promise<BadgeNews[]> {
	const rows = await db
		.selectFrom('badges')
		.innerJoin('submissions', 'submissions.id', 'badges.id')
		.leftJoin('badge_confirmations as seen', 'seen.badge', 'badges.id')
		.select(['badges.id', 'badges.issued_at', 'status', 'taken_back_at'])
		.select(['badges.credential', 'badges.signature', 'submissions.envelope'])
		.select(['seen.credential as seen_credential', 'seen.signature as seen_signature'])
		.select(['witness', 'confirmed_at'])
		.select((row) => row.ref('submissions.watch_hash').$notNull().as('watch_hash'))
		.where('submissions.watch_hash', 'in', [...new Set(secrets)].map(hashSecret))
		.where('badges.change_seq', '>', after)
		// one that was withdrawn has no key left to seal to
		.where('submissions.envelope', 'is not', null)
		.orderBy('badges.id')
		.execute();
	return Promise.all(
		rows.map(async ({ id, envelope, watch_hash: watchHash, ...row }) => {
			const said: IssuedBadge = {
				credential: row.seen_credential ?? row.credential,
				signature: row.signature,
				issuedAt: secondsOf(row.issued_at),
				status: Number(row.status),
				...(origin !== undefined && { address: origin }),
				...confirmationOf(row),
				...(row.taken_back_at && { takenBackAt: secondsOf(row.taken_back_at) })
			};
			const { replyKey } = envelope as EnvelopeOf<'badge'>;
			return { id, watchHash, badge: await sealWith(cryptography, replyKey, JSON.stringify(said)) };
		})
	);
}

function confirmationOf(row: {
	witness: string | null;
	confirmed_at: Date | null;
	seen_signature: string | null;
}): Pick<IssuedBadge, 'confirmed'> {
	const { witness: by, confirmed_at: at, seen_signature: signature } = row;
	return by && at && signature ? { confirmed: { by, at: secondsOf(at), signature } } : {};
}

/** The badges that were taken back: place in the status lists and when, in seconds since 1970. */
export async function badgesTakenBack(db: Database): Promise<[number, number][]> {
	const rows = await db
		.selectFrom('badges')
		.select(['status', 'taken_back_at'])
		.where('taken_back_at', 'is not', null)
		.orderBy('taken_back_at')
		.orderBy('status')
		.execute();
	return rows.map((row) => [Number(row.status), secondsOf(row.taken_back_at as Date)]);
}

/** Takes a badge back; whoever has it will hear. False when there is none, or it was taken back before. */
export async function takeBack(
	db: Database,
	id: string,
	staff: string,
	reason: string,
	now = new Date()
): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const { numUpdatedRows } = await trx
			.updateTable('badges')
			.set({ taken_back_at: now, taken_back_by: staff, reason })
			.where('id', '=', id)
			.where('taken_back_at', 'is', null)
			.executeTakeFirst();
		if (numUpdatedRows === 0n) return false;
		await logDeed(trx, staff, 'badge.taken-back', `badge:${id}`, now);
		await tellChange(trx, 'badges', [id]);
		return true;
	});
}
