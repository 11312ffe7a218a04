/** A challenge as everybody may read it, with its numbers as they are now. */
import type { Selectable } from 'kysely';
import type { Challenge } from '../domain/challenge.ts';
import type { Publication } from '../domain/feed.ts';
import { shownCount } from '../domain/small-numbers.ts';
import { countBehind } from './challenge-needs.ts';
import type { Database, Tables } from './database.ts';
import { ideasOfChallenge } from './idea-publication.ts';
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

/** Publishes a challenge anew where its numbers have changed; the last step of a transaction. */
export async function republishChallenge(trx: Database, id: string, now: Date): Promise<void> {
	const row = await lockChallenge(trx, id);
	if (row) await publishChallenge(trx, row, now);
}

/** Publishes a challenge as it is stored with its rounds and ideas; one that is not open is taken back. The last step of a transaction. */
export async function publishChallenge(trx: Database, row: Row, now: Date): Promise<void> {
	const isOpen = row.opened_at !== null && row.closed_at === null;
	const rounds = await roundsOfChallenge(trx, row.id, isOpen);
	const ideas = await ideasOfChallenge(trx, row.id, isOpen);
	await publish(trx, [await publicationOf(trx, row), ...rounds, ...ideas], now);
}

/** Publication `challenge`; one that is not open is gone. */
async function publicationOf(trx: Database, row: Row): Promise<Publication> {
	const { id, place, topic, texts, until, opened_at, closed_at } = row;
	if (!opened_at || closed_at) return { id, kind: 'challenge', lang: null, body: null };
	const needs = shownCount(await countBehind(trx, id));
	const supports = shownCount(await readSupports(trx, id));
	const body: Challenge = {
		...{ id, place, topic, texts, until, needs, supports },
		openedAt: opened_at.toISOString()
	};
	return { id, kind: 'challenge', lang: null, body };
}
