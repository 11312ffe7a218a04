/** One transaction for the submissions of a request: all are kept, or none. */
import { sql, type Transaction } from 'kysely';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { hashSecret } from '../domain/receipt-code.ts';
import type { SyncResult } from '../domain/sync.ts';
import type { Database, Tables } from './database.ts';
import { insertNeeds } from './needs.ts';
import type { Opened } from './open-envelope.ts';
import { insertProgress } from './progress.ts';
import {
	insertConflicts,
	insertSubmissions,
	storedSubmissions,
	type Arrival,
	type StoredSubmission
} from './submissions.ts';
import { cleanErased, waitForWithdrawals, withdraw, withdrawnAmong } from './withdrawals.ts';

/** A sound submission with the receipt that it gets if it is the first of its id. */
export type Letter = Opened & Pick<Arrival, 'receipt'>;

/**
 * Stores letters and gives the result of each, in their order, once the commit is on the disk. Withdrawals come first, so
 * that words which they take back are never written.
 * @throws the database's error, and nothing is stored
 */
export async function storeTogether(
	db: Database,
	letters: Letter[],
	now: Date
): Promise<SyncResult[]> {
	const secrets = letters.flatMap(({ envelope }) =>
		envelope.kind === 'withdrawal' ? [hashSecret(envelope.body.withdraw)] : []
	);
	const { results, wordsErased } = await db.transaction().execute(async (trx) => {
		await setLimits(trx);
		await waitForWithdrawals(trx, secrets.length > 0);
		const wordsErased = await withdraw(trx, [...new Set(secrets)].sort(), now);
		const hashes = letters.flatMap(({ envelope }) => envelope.withdrawHash ?? []);
		const withdrawn = await withdrawnAmong(trx, [...new Set(hashes)]);
		const arrivals = letters.map((letter) => ({
			...letter,
			erased: withdrawn.has(letter.envelope.withdrawHash ?? '')
		}));
		return { results: await storeArrivals(trx, arrivals, now), wordsErased };
	});
	if (wordsErased) cleanErased(db);
	return results;
}

/** A phone may ask again, so waiting long helps nobody; and a commit that is not on the disk is none. */
async function setLimits(trx: Transaction<Tables>): Promise<void> {
	await sql`
		select set_config('lock_timeout', '5s', true), set_config('statement_timeout', '20s', true),
			case when current_setting('synchronous_commit') in ('off', 'local')
			then set_config('synchronous_commit', 'on', true) end`.execute(trx);
}

async function storeArrivals(
	trx: Transaction<Tables>,
	arrivals: Arrival[],
	now: Date
): Promise<SyncResult[]> {
	const firsts = arrivals.filter(
		({ envelope: { id } }, index) =>
			index === arrivals.findIndex((arrival) => arrival.envelope.id === id)
	);
	const inserted = await insertSubmissions(trx, firsts.toSorted(byIdentity), now);
	const fresh = firsts.filter(({ envelope }) => inserted.has(envelope.id));
	await insertNeeds(trx, fresh.filter(isNeed), now);
	await insertProgress(trx, fresh.map(({ envelope }) => envelope).filter(isProgress), now);
	const ids = firsts.map(({ envelope }) => envelope.id);
	const stored = await storedSubmissions(trx, ids);
	const isOther = ({ envelope, sha256 }: Arrival) => stored.get(envelope.id)?.sha256 !== sha256;
	await insertConflicts(trx, arrivals.filter(isOther).sort(byIdentity), now);
	return arrivals.map((arrival): SyncResult => {
		const { id } = arrival.envelope;
		if (isOther(arrival)) return { id, result: 'conflict' };
		const { erased, receipt } = stored.get(id) as StoredSubmission;
		if (erased) return { id, result: 'deleted', receipt };
		return { id, result: inserted.delete(id) ? 'accepted' : 'duplicate', receipt };
	});
}

function isNeed(arrival: Arrival): arrival is Arrival & { envelope: EnvelopeOf<'need'> } {
	return arrival.envelope.kind === 'need';
}

function isProgress(envelope: Arrival['envelope']): envelope is EnvelopeOf<'progress'> {
	return envelope.kind === 'progress';
}

/** The order in which all requests write, so that they wait for each other and never in a circle. */
function byIdentity(a: Arrival, b: Arrival): number {
	return `${a.envelope.id} ${a.sha256}` < `${b.envelope.id} ${b.sha256}` ? -1 : 1;
}
