/** Submissions as they came: insert-only, each with its receipt. */
import { sql, type Transaction } from 'kysely';
import type { Kind } from '../domain/envelope.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { Tables } from './database.ts';
import type { Opened } from './open-submission.ts';

/** A submission on its way into the database: its receipt is made before, because a duplicate gets the same one. */
export interface Arrival extends Opened {
	receipt: Receipt;
	/** The hub that brings it. */
	via: string | null;
	/** Did a person post it by a plain form? */
	byForm?: boolean;
	/** Was it withdrawn before it came? Then only the fact is kept. */
	erased: boolean;
}

/** What the database holds under an id. */
export interface StoredSubmission {
	id: string;
	sha256: string;
	receipt: Receipt;
	/** Are its words gone, by a withdrawal? */
	erased: boolean;
}

/**
 * Inserts the submissions whose ids are not there yet, and gives the ids of those. They have to be in the order of their
 * ids, so that batches at the same time wait for each other and never in a circle.
 */
export async function insertSubmissions(
	trx: Transaction<Tables>,
	arrivals: Arrival[],
	now: Date
): Promise<Set<string>> {
	if (arrivals.length === 0) return new Set();
	const rows = arrivals.map((arrival) => {
		const { envelope, sha256, receipt, via } = arrival;
		const { id, kind, lang, madeAt, watchHash = null, withdrawHash = null } = envelope;
		return [
			...[id, sha256, kind, lang, madeAt, watchHash, withdrawHash],
			...[receipt, keptEnvelope(arrival), via]
		];
	});
	// one parameter for all rows, without the names of columns: thousands of them cost neither side much
	const inserted = await sql<{ id: string }>`
		insert into submissions (id, sha256, kind, lang, made_at, watch_hash, withdraw_hash, receipt, envelope, via,
			received_at)
		select (told ->> 0)::uuid, told ->> 1, told ->> 2, told ->> 3, told ->> 4, told ->> 5, told ->> 6,
			told -> 7, nullif(told -> 8, 'null'), told ->> 9, ${now}::timestamptz
		from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as told
		on conflict (id) do nothing
		returning id`.execute(trx);
	return new Set(inserted.rows.map(({ id }) => id));
}

/** What the database holds of a submission that was new to it. */
export function asStored({ envelope, sha256, receipt, erased }: Arrival): StoredSubmission {
	return {
		id: envelope.id,
		sha256,
		receipt,
		erased: erased && /^(need|idea)$/.test(envelope.kind)
	};
}

/** What is stored under these ids. */
export async function storedSubmissions(
	trx: Transaction<Tables>,
	ids: string[]
): Promise<Map<string, StoredSubmission>> {
	if (ids.length === 0) return new Map();
	const rows = await trx
		.selectFrom('submissions')
		.select(['id', 'sha256', 'receipt'])
		.select((row) =>
			row
				.and([row('kind', 'in', ['need', 'idea']), row('envelope', 'is', null)])
				.$castTo<boolean>()
				.as('erased')
		)
		.where('id', 'in', ids)
		.execute();
	return new Map(rows.map((row) => [row.id, { ...row, receipt: inOrder(row.receipt) }]));
}

/** As it was signed, because jsonb keeps members in an order of its own: to the letter the receipt that was given first. */
function inOrder({ id, sha256, receivedAt, node, epoch, signature }: Receipt): Receipt {
	return { id, sha256, receivedAt, node, epoch, signature };
}

/** Keeps the other submission that came under a known id; its words can be withdrawn too. */
export async function insertConflicts(
	trx: Transaction<Tables>,
	arrivals: Arrival[],
	now: Date
): Promise<void> {
	const rows = arrivals.flatMap((arrival) => {
		const kept = keptEnvelope(arrival);
		const { envelope, sha256 } = arrival;
		if (!kept) return [];
		return [{ id: envelope.id, sha256, received_at: now, envelope: JSON.stringify(kept) }];
	});
	if (rows.length === 0) return;
	await trx
		.insertInto('conflicts')
		.values(rows)
		.onConflict((conflict) => conflict.columns(['id', 'sha256']).doNothing())
		.execute();
}

/** What such a submission says lies in a table of its own, or nowhere, and is never kept with who sent it. */
const bodiesElsewhere: Kind[] = [
	'withdrawal',
	'helped',
	'support',
	'answer',
	'opinion',
	'priority'
];

/**
 * The envelope without what the city must not keep: withdrawn words, secrets that withdraw, watch or correct, whose progress
 * or support it is. Answers lie in their own table, where a correction takes the place of what was said before.
 */
function keptEnvelope({ envelope, erased }: Arrival) {
	if (erased || bodiesElsewhere.includes(envelope.kind)) return null;
	if (envelope.kind === 'need') {
		const { supersedes, ...need } = envelope;
		return supersedes ? { ...need, supersedes: { id: supersedes.id } } : need;
	}
	const nobodys = { ...envelope };
	delete nobodys.person;
	return nobodys;
}
