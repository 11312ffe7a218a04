/** Rounds as everybody may read them, with the results that were counted last. */
import type { Selectable } from 'kysely';
import type { Publication } from '../domain/feed.ts';
import { resultsOf } from '../domain/round-results.ts';
import type { Round } from '../domain/round.ts';
import type { Database, Tables } from './database.ts';
import { hasOutcome } from './decision-publication.ts';
import { readOpinions } from './opinions.ts';
import { publish } from './publications.ts';

export type RoundRow = Selectable<Tables['rounds']>;

/** A round as it is stored, held until this transaction has ended; undefined where there is none. */
export function lockRound(trx: Database, id: string): Promise<RoundRow | undefined> {
	return trx
		.selectFrom('rounds')
		.selectAll()
		.where('id', '=', id)
		.forNoKeyUpdate()
		.executeTakeFirst();
}

/** Counts a round anew and publishes it where that changes anything; the last step of a transaction. */
export async function countRound(trx: Database, row: RoundRow, now: Date): Promise<void> {
	const asked = row.statements.flatMap(({ id, isHidden }) => (isHidden ? [] : [id]));
	const results = resultsOf(await readOpinions(trx, row.id, asked));
	await trx
		.updateTable('rounds')
		.set({ results: results && JSON.stringify(results) })
		.where('id', '=', row.id)
		.execute();
	const standing = await standingOf(trx, row.challenge);
	await publish(trx, [roundPublication({ ...row, results }, standing)], now);
}

/** The publications of a challenge's rounds; all are gone where nobody may read it. */
export async function roundsOfChallenge(trx: Database, challenge: string): Promise<Publication[]> {
	const rows = await trx
		.selectFrom('rounds')
		.selectAll()
		.where('challenge', '=', challenge)
		.orderBy('id')
		.execute();
	const standing = await standingOf(trx, challenge);
	return rows
		.filter(({ opened_at }) => opened_at !== null)
		.map((row) => roundPublication(row, standing));
}

/** Publication `round`: from its opening on, as long as its challenge can be read; with a closed one it has ended too. */
function roundPublication(row: RoundRow, standing: Standing): Publication {
	const { id, challenge, until, opened_at, closed_at, results } = row;
	if (!opened_at || standing === 'gone') return { id, kind: 'round', lang: null, body: null };
	const body: Round = {
		...{ id, challenge, until, results, isClosed: closed_at !== null || standing === 'over' },
		openedAt: opened_at.toISOString(),
		statements: row.statements.flatMap(({ id, texts, isHidden }) =>
			isHidden ? [] : [{ id, texts }]
		)
	};
	return { id, kind: 'round', lang: null, body };
}

/** How a challenge stands for everybody: open, closed with something to read of what became of it, or nowhere. */
export type Standing = 'open' | 'over' | 'gone';

/** How a challenge stands, by what is stored of it. */
export async function standingOf(trx: Database, challenge: string): Promise<Standing> {
	if (await isChallengeOpen(trx, challenge)) return 'open';
	return (await hasOutcome(trx, challenge)) ? 'over' : 'gone';
}

/** Is a challenge open to everybody? */
export async function isChallengeOpen(trx: Database, challenge: string): Promise<boolean> {
	const row = await trx
		.selectFrom('challenges')
		.select(['opened_at', 'closed_at'])
		.where('id', '=', challenge)
		.executeTakeFirst();
	return Boolean(row?.opened_at && !row.closed_at);
}
