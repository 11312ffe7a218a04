/** Suggestions of themes: made on a thread of their own, kept until staff take them up or refuse them. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import * as v from 'valibot';
import { idSchema, makeId } from '../domain/id.ts';
import { openStates } from '../domain/need-state.ts';
import { isSameTheme, type SuggestedTheme } from '../domain/theme-suggestions.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';
import { makeSearchable } from './searchable.ts';
import { lockThemes } from './theme-needs.ts';
import { addLocked } from './themes.ts';

/** So many of the newest open needs that are in no theme are looked at. */
const mostTexts = 20_000;
/** What is looked at of each, in characters. */
const readOfText = 600;
/** In so many languages at most, those with most needs, and so many suggestions of each. */
const mostLanguages = 8;
const mostOfLanguage = 12;
const seed = 2019;

export interface KnownSuggestion {
	id: string;
	madeAt: Date;
	lang: string;
	/** The words that tell it from the rest. */
	words: string[];
	size: number;
	/** The words of its three most typical needs that still stand. */
	examples: { id: string; number: string; words: string }[];
}

/** The suggestions that wait for staff, the largest first. */
export async function listSuggestions(db: Database): Promise<KnownSuggestion[]> {
	const rows = await db
		.selectFrom('theme_suggestions')
		.selectAll()
		.where('refused_at', 'is', null)
		.orderBy('size', 'desc')
		.orderBy('id')
		.execute();
	const examples = await readExamples(
		db,
		rows.flatMap(({ members }) => members.slice(0, 6))
	);
	return rows.map(({ id, made_at, lang, shown, size, members }) => ({
		...{ id, madeAt: made_at, lang, words: shown, size },
		examples: members.flatMap((need) => examples.get(need) ?? []).slice(0, 3)
	}));
}

async function readExamples(db: Database, ids: string[]) {
	if (ids.length === 0) return new Map<string, { id: string; number: string; words: string }>();
	const rows = await db
		.selectFrom('needs')
		.select(['id', 'number', sql<string>`left(words, 200)`.as('words')])
		.where('id', 'in', ids)
		.where('state', 'not in', ['withdrawn', 'hidden'])
		.execute();
	return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Makes suggestions anew from the needs that are open and in no theme, and gives how many there are. Those that were
 * refused, and what is nearly the same, are not made again.
 */
export async function makeSuggestions(db: Database, now = new Date()): Promise<number> {
	await makeSearchable(db);
	const made: { lang: string; theme: SuggestedTheme; needs: string[] }[] = [];
	for (const [lang, needs] of await readTexts(db)) {
		const found = await groupAside(needs.map(({ words }) => words));
		const ids = (theme: SuggestedTheme) => theme.members.map((at) => needs[at]?.id ?? '');
		made.push(
			...found.slice(0, mostOfLanguage).map((theme) => ({ lang, theme, needs: ids(theme) }))
		);
	}
	return db.transaction().execute(async (trx) => {
		await lockThemes(trx);
		const refused = await trx
			.selectFrom('theme_suggestions')
			.select(['lang', 'terms'])
			.where('refused_at', 'is not', null)
			.execute();
		await trx.deleteFrom('theme_suggestions').where('refused_at', 'is', null).execute();
		const fresh = made.filter(
			({ lang, theme }) =>
				!refused.some((each) => each.lang === lang && isSameTheme(each.terms, theme.terms))
		);
		for (const { lang, theme, needs } of fresh) {
			await trx
				.insertInto('theme_suggestions')
				.values({
					...{ id: makeId(now.getTime(), randomBytes(10)), made_at: now, lang },
					...{ terms: JSON.stringify(theme.terms), shown: JSON.stringify(theme.shown) },
					...{ size: needs.length, members: JSON.stringify(needs) }
				})
				.execute();
		}
		return fresh.length;
	});
}

/**
 * Makes a theme of a suggestion: by hand, with just its needs, or by a rule that also brings what comes later with one of
 * its words. One of two who do it at once makes it; `unknown` where it was taken up or refused before.
 */
export async function takeUp(
	db: Database,
	{ id, name, by }: { id: string; name: string; by: 'hand' | 'rule' },
	staff: string,
	now = new Date()
): Promise<{ id: string } | 'unknown' | 'full'> {
	return db.transaction().execute(async (trx) => {
		await lockThemes(trx);
		const suggestion = await holdSuggestion(trx, id);
		if (!suggestion) return 'unknown';
		const { lang, shown, members: needs } = suggestion;
		const words = shown.slice(0, wordsOfRule).join(' or ');
		const rule = by === 'rule' ? { lang, words } : null;
		const theme = { name, rule, needs: by === 'hand' ? needs : [] };
		const made = await addLocked(trx, theme, staff, now);
		if (made !== 'full') await trx.deleteFrom('theme_suggestions').where('id', '=', id).execute();
		return made;
	});
}

/** Any of its first words brings a need. */
const wordsOfRule = 3;

/** Refuses a suggestion for good. False where it was taken up or refused before. */
export async function refuse(
	db: Database,
	id: string,
	staff: string,
	now = new Date()
): Promise<boolean> {
	if (!v.is(idSchema, id)) return false;
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.updateTable('theme_suggestions')
			// its needs are nothing to remember
			.set({ refused_at: now, members: '[]' })
			.where('id', '=', id)
			.where('refused_at', 'is', null)
			.returning('id')
			.executeTakeFirst();
		if (!row) return false;
		const subject = `theme-suggestion:${id}`;
		await logActivity(trx, { staff, action: 'theme.refused', subject }, now);
		return true;
	});
}

/** Held, so that nobody refuses it meanwhile. */
async function holdSuggestion(trx: Database, id: string) {
	if (!v.is(idSchema, id)) return undefined;
	return trx
		.selectFrom('theme_suggestions')
		.selectAll()
		.where('id', '=', id)
		.where('refused_at', 'is', null)
		.forUpdate()
		.executeTakeFirst();
}

/** The texts by language, those of most needs first. */
async function readTexts(db: Database): Promise<[string, { id: string; words: string }[]][]> {
	const rows = await db
		.selectFrom('needs')
		.select(['id', 'lang', sql<string>`left(words, ${readOfText})`.as('words')])
		.where('state', 'in', openStates)
		.where('words', '<>', '')
		.where((row) =>
			row.not(
				row.exists(
					row
						.selectFrom('theme_needs')
						.select('need')
						.whereRef('need', '=', 'needs.id')
						.where('removed', '=', false)
				)
			)
		)
		.orderBy('received_at', 'desc')
		.orderBy('id', 'desc')
		.limit(mostTexts)
		.execute();
	const byLanguage = [...Map.groupBy(rows, ({ lang }) => lang)];
	return byLanguage.sort(([, a], [, b]) => b.length - a.length).slice(0, mostLanguages);
}

/** Groups texts on another thread; the built server finds its source by `PLAZA_CHECKOUT`. */
function groupAside(texts: string[]): Promise<SuggestedTheme[]> {
	const file = resolve(process.env['PLAZA_CHECKOUT'] ?? '.', 'src/lib/server/theme-worker.ts');
	return new Promise((done, reject) => {
		const worker = new Worker(file, { workerData: { texts, seed } });
		worker.once('message', done);
		worker.once('error', reject);
		worker.once('exit', () => reject(new Error('the thread has ended without an answer')));
	});
}
