/** Receives what devices send: each submission is judged alone, and a receipt is given only for what is safely kept. */
import { sql } from 'kysely';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { makeProblem } from '../domain/problem.ts';
import { hashSecret } from '../domain/receipt-code.ts';
import type { SyncRequest, SyncResponse, SyncResult } from '../domain/sync.ts';
import type { Database } from './database.ts';
import type { Keys } from './keys.ts';
import { insertNeeds } from './needs.ts';
import { openEnvelope, type Opened } from './open-envelope.ts';
import { insertProgress } from './progress.ts';
import { signReceipt } from './receipts.ts';
import { readSettings } from './settings.ts';
import {
	insertConflicts,
	insertSubmissions,
	storedSubmissions,
	type Arrival
} from './submissions.ts';
import { readWatched } from './watched.ts';
import { cleanErased, waitForWithdrawals, withdraw, withdrawnAmong } from './withdrawals.ts';

type Letter = Opened & Pick<Arrival, 'receipt'>;

/**
 * Stores the submissions of a request, in one transaction where it can, and answers for each in their order; then reads
 * what the request's watch secrets open. When it gives an answer, what it calls accepted is on the database's disk.
 * @param now the city's time, by which it orders; a phone's own time is only kept
 * @throws when the database cannot keep anything now: the same request may be sent again later
 */
export async function receive(
	db: Database,
	keys: Keys,
	request: SyncRequest,
	now: Date
): Promise<SyncResponse> {
	const { node, epoch } = await readSettings(db);
	const receivedAt = now.toISOString();
	const opened = request.submissions.map(openEnvelope);
	const letters = opened.flatMap((one): Letter[] => {
		if ('problem' in one) return [];
		const { sha256, envelope } = one;
		const receipt = signReceipt(keys, { id: envelope.id, sha256, receivedAt, node, epoch });
		return [{ ...one, receipt }];
	});
	const stored = (await store(db, letters, now)).values();
	const results = opened.map((one): SyncResult => {
		if ('problem' in one) return { id: one.id, result: 'rejected', problem: one.problem };
		return stored.next().value as SyncResult;
	});
	const replies = await readWatched(db, request.watch ?? []);
	return { v: 1, serverTime: receivedAt, epoch, results, replies };
}

/** All together; where one of them is not storable, one by one, so that it does not keep its neighbours out. */
async function store(db: Database, letters: Letter[], now: Date): Promise<SyncResult[]> {
	if (letters.length === 0) return [];
	try {
		return await storeTogether(db, letters, now);
	} catch (error) {
		if (!isAboutData(error)) throw error;
	}
	const results: SyncResult[] = [];
	for (const letter of letters) results.push(await storeAlone(db, letter, now));
	return results;
}

async function storeAlone(db: Database, letter: Letter, now: Date): Promise<SyncResult> {
	try {
		const [result] = await storeTogether(db, [letter], now);
		return result as SyncResult;
	} catch (error) {
		if (!isAboutData(error)) throw error;
		const problem = makeProblem('not-storable', 'the database cannot hold this submission');
		return { id: letter.envelope.id, result: 'rejected', problem };
	}
}

async function storeTogether(db: Database, letters: Letter[], now: Date): Promise<SyncResult[]> {
	const secrets = letters.flatMap(({ envelope }) =>
		envelope.kind === 'withdrawal' ? [hashSecret(envelope.body.withdraw)] : []
	);
	let wordsErased = false;
	const results = await db.transaction().execute(async (trx) => {
		await sql`
			select set_config('lock_timeout', '5s', true), set_config('statement_timeout', '20s', true),
				case when current_setting('synchronous_commit') in ('off', 'local')
				then set_config('synchronous_commit', 'on', true) end`.execute(trx);
		await waitForWithdrawals(trx, secrets.length > 0);
		wordsErased = await withdraw(trx, [...new Set(secrets)].sort(), now);
		const hashes = letters.flatMap(({ envelope }) => envelope.withdrawHash ?? []);
		const withdrawn = await withdrawnAmong(trx, [...new Set(hashes)]);
		const arrivals = letters.map((letter) => ({
			...letter,
			erased: withdrawn.has(letter.envelope.withdrawHash ?? '')
		}));
		// of two with the same id in one request the first is the one
		const first = new Map(arrivals.toReversed().map((arrival) => [arrival.envelope.id, arrival]));
		const inOrder = [...first.values()].sort(byIdentity);
		const inserted = await insertSubmissions(trx, inOrder, now);
		const fresh = [...first.values()]
			.filter(({ envelope }) => inserted.has(envelope.id))
			.toReversed();
		await insertNeeds(trx, fresh.filter(isNeed), now);
		await insertProgress(trx, fresh.map(({ envelope }) => envelope).filter(isProgress), now);
		const stored = await storedSubmissions(trx, [...first.keys()]);
		const conflicting: Arrival[] = [];
		const results = arrivals.map((arrival): SyncResult => {
			const { id } = arrival.envelope;
			const there = stored.get(id);
			if (there?.sha256 !== arrival.sha256) {
				conflicting.push(arrival);
				return { id, result: 'conflict' };
			}
			const { receipt } = there;
			if (there.erased) return { id, result: 'deleted', receipt };
			return { id, result: inserted.delete(id) ? 'accepted' : 'duplicate', receipt };
		});
		await insertConflicts(trx, conflicting.sort(byIdentity), now);
		return results;
	});
	if (wordsErased) cleanErased(db);
	return results;
}

/** Is it what was sent that the database refuses (SQLSTATE classes 22, 23, 54), so that no later try would help? */
function isAboutData(error: unknown): boolean {
	const { code } = error as { code?: unknown };
	return typeof code === 'string' && /^(22|23|54)[0-9A-Z]{3}$/.test(code);
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
