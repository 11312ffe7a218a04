/** Withdrawals: whoever holds the secret takes the words back, also those that have not come yet. */
import { sql, type SqlBool, type Transaction } from 'kysely';
import { boundTables, eraseBound } from './bound-tables.ts';
import { republishChallenge } from './challenge-publication.ts';
import type { Database, Tables } from './database.ts';
import { noteErased, noteListed, writeErasedList, type ErasedList } from './erased.ts';
import { eraseIdeas } from './ideas.ts';
import { reasonOf } from './installation-problem.ts';
import { logger } from './log.ts';
import { eraseMedia } from './media/rows.ts';
import { sweepMedia } from './media/sweep.ts';
import { eraseNeeds } from './needs.ts';
import { searchWritten } from './searchable.ts';

/** All requests with needs hold this lock together, one with withdrawals holds it alone. */
const withdrawalLock = 7_235_001;
/** So many are erased by one statement. */
const mostAtOnce = 1_000;

/** Lets no withdrawal run beside this transaction; or, for one that withdraws, no other submission. */
export async function waitForWithdrawals(
	trx: Transaction<Tables>,
	withdraws: boolean
): Promise<void> {
	await (
		withdraws
			? sql`select pg_advisory_xact_lock(${withdrawalLock})`
			: sql`select pg_advisory_xact_lock_shared(${withdrawalLock})`
	).execute(trx);
}

/** Which of these hashes of withdraw secrets were used already. */
export async function withdrawnAmong(
	trx: Transaction<Tables>,
	hashes: string[]
): Promise<Set<string>> {
	if (hashes.length === 0) return new Set();
	const rows = await trx
		.selectFrom('withdrawn')
		.select('withdraw_hash')
		// one parameter, however many they are
		.where(
			sql<SqlBool>`withdraw_hash in (select json_array_elements_text(${JSON.stringify(hashes)}::json))`
		)
		.execute();
	return new Set(rows.map((row) => row.withdraw_hash));
}

/**
 * What a withdrawal did: needs whose words are gone, or that lead their thread now; challenges whose ideas are others now;
 * and whether anything else went.
 */
export interface Erased {
	needs: string[];
	challenges: string[];
	anything: boolean;
}

/** Erases what came under these hashes, and leaves word for what is still to come. */
export async function withdraw(
	trx: Transaction<Tables>,
	hashes: string[],
	now: Date
): Promise<Erased> {
	if (hashes.length === 0) return { needs: [], challenges: [], anything: false };
	await trx
		.insertInto('withdrawn')
		.values(hashes.map((hash) => ({ withdraw_hash: hash, withdrawn_at: now })))
		.onConflict((conflict) => conflict.column('withdraw_hash').doNothing())
		.execute();
	const erased = await trx
		.updateTable('submissions')
		.set({ envelope: null })
		.where('withdraw_hash', 'in', hashes)
		.where('envelope', 'is not', null)
		.returning(['id', 'kind'])
		.execute();
	const needs = erased.flatMap(({ id, kind }) => (kind === 'need' ? [id] : []));
	const ideas = await ideasUnder(trx, hashes);
	const ids = [...needs, ...ideas];
	const { numDeletedRows } = await trx
		.deleteFrom('conflicts')
		.where((row) =>
			row.or([
				row(sql<string>`envelope ->> 'withdrawHash'`, 'in', hashes),
				...(ids.length > 0 ? [row('id', 'in', ids)] : [])
			])
		)
		.executeTakeFirst();
	const told = await eraseSubmissions(trx, needs, now);
	await noteErased(trx, ideas, now);
	const challenges = await eraseIdeas(trx, ideas, now);
	return { needs: told, challenges, anything: ids.length > 0 || numDeletedRows > 0n };
}

/** The ideas that came under these hashes and are there still, also where how they were sent is kept no more. */
async function ideasUnder(trx: Transaction<Tables>, hashes: string[]): Promise<string[]> {
	const rows = await trx
		.selectFrom('ideas')
		.innerJoin('submissions', 'submissions.id', 'ideas.id')
		.select('ideas.id')
		.where('withdraw_hash', 'in', hashes)
		.where('ideas.state', '<>', 'withdrawn')
		.execute();
	return rows.map(({ id }) => id);
}

/**
 * Erases needs with all that belongs to them, in every table (bound-tables.ts); that they were told remains, and their id
 * and hash, so that nothing returns when a phone sends it again or a backup is put back. Gives the needs to tell of.
 * @param staff who does it; null for the person herself
 */
export async function eraseSubmissions(
	trx: Transaction<Tables>,
	ids: string[],
	now: Date,
	staff: string | null = null
): Promise<string[]> {
	if (ids.length === 0) return [];
	await noteErased(trx, ids, now);
	await trx.updateTable('submissions').set({ envelope: null }).where('id', 'in', ids).execute();
	await trx.deleteFrom('conflicts').where('id', 'in', ids).execute();
	const heirs = await eraseNeeds(trx, ids, now, staff);
	await eraseMedia(trx, ids);
	await eraseBound(trx, ids);
	return [...ids, ...heirs];
}

/** Erases again what a list knows: of a backup that was put back, also what it does not hold yet. */
export async function eraseListed(
	trx: Transaction<Tables>,
	list: ErasedList,
	now: Date
): Promise<void> {
	const hashes = list.takenBack.map(([hash]) => hash);
	for (let from = 0; from < hashes.length; from += mostAtOnce) {
		const { challenges } = await withdraw(trx, hashes.slice(from, from + mostAtOnce), now);
		for (const challenge of challenges) await republishChallenge(trx, challenge, now);
	}
	await noteListed(trx, list);
	const ids = list.gone.map(([id]) => id);
	for (let from = 0; from < ids.length; from += mostAtOnce) {
		const here = await trx
			.selectFrom('needs')
			.select('id')
			.where('id', 'in', ids.slice(from, from + mostAtOnce))
			.where('state', '<>', 'withdrawn')
			.execute();
		await eraseSubmissions(
			trx,
			here.map(({ id }) => id),
			now
		);
	}
}

const boundNames = Object.keys(boundTables);
let cleaning: Promise<void> | undefined;
let again = false;

/**
 * Takes what was erased out of the dead rows, the indexes and the media's folder too. It works behind the answer; while
 * it runs, later calls ask for one more round. Without it PostgreSQL and the next sweep do the same at their own time, so
 * a failure is only logged.
 */
export function cleanErased(db: Database, dataFolder: string): void {
	if (cleaning) {
		again = true;
		return;
	}
	cleaning = searchWritten(db)
		.then(() => sql`vacuum ${sql.join(boundNames.map((name) => sql.table(name)))}`.execute(db))
		.then(() => sweepMedia(db, dataFolder))
		.then(() => writeErasedList(db, dataFolder))
		.then(
			() => undefined,
			(error: unknown) =>
				logger.warn({ reason: reasonOf(error) }, 'erased rows are not cleaned yet')
		)
		.then(() => {
			cleaning = undefined;
			if (!again) return;
			again = false;
			cleanErased(db, dataFolder);
		});
}

/** Waits until the cleaning that runs has ended: before the database is closed. */
export async function cleaningEnded(): Promise<void> {
	while (cleaning) await cleaning;
}
