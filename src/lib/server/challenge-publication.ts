/** A challenge as everybody may read it, with its numbers as they are now. */
import type { Selectable } from 'kysely';
import type { Challenge } from '../domain/challenge.ts';
import type { Publication } from '../domain/feed.ts';
import { shownCount } from '../domain/small-numbers.ts';
import { countBehind } from './challenge-needs.ts';
import type { Database, Tables } from './database.ts';
import { decisionsOf, hasOutcome, tellBehind } from './decision-publication.ts';
import { tellIdeas } from './idea-news.ts';
import { ideasOfChallenge } from './idea-publication.ts';
import { prioritisingsOfChallenge } from './prioritising-publication.ts';
import { pilotsOf } from './pilot-publication.ts';
import { publish } from './publications.ts';
import { roundsOfChallenge } from './round-publication.ts';
import { readSupports } from './supports.ts';

type Row = Selectable<Tables['challenges']>;

/** A challenge as it is stored, held until this transaction has ended; undefined where there is none. */
export function lockChallenge(trx: Database, id: string): Promise<Row | undefined> {
	return trx
		.selectFrom('challenges')
		.selectAll()
		.where('id', '=', id)
		.forNoKeyUpdate()
		.executeTakeFirst();
}

/** Challenges as they are stored, held until this transaction has ended, in the order in which all hold them. */
export function lockChallenges(trx: Database, ids: readonly string[]): Promise<Row[]> {
	if (ids.length === 0) return Promise.resolve([]);
	return trx
		.selectFrom('challenges')
		.selectAll()
		.where('id', 'in', ids)
		.orderBy('id')
		.forNoKeyUpdate()
		.execute();
}

/**
 * Publishes a challenge anew where its numbers have changed, and has whoever watches an idea that changed now hear of it;
 * the last step of a transaction.
 * @param ideas others that changed with it
 */
export async function republishChallenge(
	trx: Database,
	id: string,
	now: Date,
	ideas: readonly string[] = []
): Promise<void> {
	const row = await lockChallenge(trx, id);
	if (row) await publish(trx, await publicationsOf(trx, row), now);
	await tellIdeas(trx, id, now, ideas);
}

/**
 * Publishes a challenge as it is stored, with what was decided about it, and has whoever watches a need behind it hear
 * of it. The last step of a transaction.
 */
export async function publishChallenge(trx: Database, row: Row, now: Date): Promise<void> {
	await publishWith(trx, [], [row], now);
}

/** Publishes decisions or public replies with the challenges, held before, of which they speak. */
export async function publishWith(
	trx: Database,
	publications: Publication[],
	challenges: readonly Row[],
	now: Date
): Promise<void> {
	const all = [...publications];
	for (const row of challenges) all.push(...(await publicationsOf(trx, row)));
	await publish(trx, [...new Map(all.map((each) => [each.id, each])).values()], now);
	const opened = challenges.filter(({ opened_at }) => opened_at !== null);
	await tellBehind(
		trx,
		opened.map(({ id }) => id)
	);
}

/** Publication `challenge`, what came of it, and the decisions about it, whose number of needs goes with its own. */
async function publicationsOf(trx: Database, row: Row): Promise<Publication[]> {
	const own = await publicationOf(trx, row);
	const rounds = await roundsOfChallenge(trx, row.id);
	const ideas = await ideasOfChallenge(trx, row.id, own.body !== null);
	const prioritisings = await prioritisingsOfChallenge(trx, row.id);
	const pilots = await pilotsOf(trx, row);
	const decisions = await decisionsOf(trx, row.id);
	return [own, ...rounds, ...ideas, ...prioritisings, ...pilots, ...decisions];
}

/** One that is not open is gone, unless there is something to read of what became of it. */
async function publicationOf(trx: Database, row: Row): Promise<Publication> {
	const { id, place, topic, texts, until, opened_at, closed_at } = row;
	const gone = { id, kind: 'challenge', lang: null, body: null };
	if (!opened_at || (closed_at && !(await hasOutcome(trx, id)))) return gone;
	const needs = shownCount(await countBehind(trx, id));
	const supports = shownCount(await readSupports(trx, id));
	const body: Challenge = {
		...{ id, place, topic, texts, until, needs, supports },
		openedAt: opened_at.toISOString(),
		...(closed_at && { closed: true as const })
	};
	return { ...gone, body };
}
