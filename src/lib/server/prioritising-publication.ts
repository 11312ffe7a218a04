/** Prioritisings as everybody may read them, with the results that were counted last. */
import type { Selectable } from 'kysely';
import type { Publication } from '../domain/feed.ts';
import { countChoices, resultsOf } from '../domain/priority-results.ts';
import type { Prioritising, ThingTexts } from '../domain/prioritising.ts';
import { tellChange } from './changes.ts';
import type { Database, Tables } from './database.ts';
import { ideasNamedBy } from './idea-threads.ts';
import { readPriorities } from './priorities.ts';
import type { StoredThing } from './prioritising-tables.ts';
import { publish } from './publications.ts';
import { standingOf, type Standing } from './round-publication.ts';

export type PrioritisingRow = Selectable<Tables['prioritisings']>;

/** A prioritising as it is stored, held until this transaction has ended; undefined where there is none. */
export function lockPrioritising(trx: Database, id: string): Promise<PrioritisingRow | undefined> {
	return trx
		.selectFrom('prioritisings')
		.selectAll()
		.where('id', '=', id)
		.forNoKeyUpdate()
		.executeTakeFirst();
}

/** Counts a prioritising anew and, where that changes anything, publishes it and tells whose ideas are in it; the last step of a transaction. */
export async function countPrioritising(
	trx: Database,
	row: PrioritisingRow,
	now: Date
): Promise<void> {
	const counts = countChoices(row, await readPriorities(trx, row.id));
	await trx
		.updateTable('prioritisings')
		.set({ counts: JSON.stringify(counts) })
		.where('id', '=', row.id)
		.execute();
	const standing = await standingOf(trx, row.challenge);
	const words = await wordsOfThings(trx, row.things);
	const said = prioritisingPublication({ ...row, counts }, standing, words);
	if (!(await publish(trx, [said], now))) return;
	const named = await ideasNamedBy(trx, { kind: 'prioritising', thing: row.id });
	await tellChange(
		trx,
		'ideas',
		named.map(({ id }) => id)
	);
}

/** The publications of a challenge's prioritisings; all are gone where nobody may read it. */
export async function prioritisingsOfChallenge(
	trx: Database,
	challenge: string
): Promise<Publication[]> {
	const rows = await trx
		.selectFrom('prioritisings')
		.selectAll()
		.where('challenge', '=', challenge)
		.where('opened_at', 'is not', null)
		.orderBy('id')
		.execute();
	if (rows.length === 0) return [];
	const standing = await standingOf(trx, challenge);
	const words = await wordsOfThings(
		trx,
		rows.flatMap(({ things }) => things)
	);
	return rows.map((row) => prioritisingPublication(row, standing, words));
}

/**
 * The words of things by their ids: what staff wrote, and of an idea those that are published now. A thing whose idea is
 * not published any more, or was taken back, has none.
 */
export async function wordsOfThings(
	db: Database,
	things: readonly StoredThing[]
): Promise<Map<string, ThingTexts>> {
	const asked = things.flatMap(({ idea }) => idea ?? []);
	const ideas = asked.length
		? await db
				.selectFrom('ideas')
				.select(['public_id', 'texts'])
				.where('public_id', 'in', asked)
				.where('state', '=', 'published')
				.execute()
		: [];
	const said = new Map(ideas.map(({ public_id, texts }) => [public_id, texts]));
	return new Map(
		things.flatMap(({ id, idea, texts }) => {
			const words = idea === null ? texts : said.get(idea);
			return words ? [[id, words] as const] : [];
		})
	);
}

/** Publication `prioritising`: from its opening on, as long as its challenge can be read; it ends with it. */
function prioritisingPublication(
	row: PrioritisingRow,
	standing: Standing,
	words: ReadonlyMap<string, ThingTexts>
): Publication {
	const { id, challenge, until, opened_at, closed_at, counts, way, amount } = row;
	const gone = { id, kind: 'prioritising', lang: null, body: null };
	if (!opened_at || standing === 'gone') return gone;
	const things = row.things.flatMap(({ id, cost }) => {
		const texts = words.get(id);
		return texts ? [{ id, texts, cost }] : [];
	});
	const body: Prioritising = {
		...{ id, challenge, until, way, amount, things },
		isClosed: closed_at !== null || standing === 'over',
		openedAt: opened_at.toISOString(),
		results: counts && resultsOf({ way, amount, things }, counts)
	};
	return { ...gone, body };
}
