/** A theme as staff see it: its trend, places and languages from kept counts, its newest needs, and words with consent. */
import { sql } from 'kysely';
import { readStates, type CityState } from '../domain/need-state.ts';
import { coverFound } from '../domain/personal-data/find.ts';
import { shownCount } from '../domain/small-numbers.ts';
import type { Database } from './database.ts';

/** A count as it may be shown; null: fewer than five. */
export type Shown = { value: string; count: number | null };

export interface ThemeNumbers {
	total: number | null;
	/** The last weeks by their Monday (ISO 8601), oldest first, those without needs too. */
	weeks: Shown[];
	places: Shown[];
	langs: Shown[];
}

export interface ThemeView extends ThemeNumbers {
	newest: {
		id: string;
		number: string;
		state: CityState;
		lang: string;
		/** The first 200 characters. */
		words: string;
		receivedAt: Date;
		by: 'rule' | 'hand';
	}[];
	/** What people said who let the city show it, read by the staff; personal data are covered. */
	quotes: { id: string; lang: string; words: string }[];
}

const mostWeeks = 26;
const mostNewest = 20;
const mostQuotes = 6;
/** In characters. */
const longestQuote = 300;
/** Among so many of the newest needs those are looked for that can be shown, and quotes. */
const lookedAt = 500;
const week = 7 * 24 * 60 * 60 * 1000;

/** What a theme holds, but for needs that are hidden; no count under five people is shown. */
export async function viewTheme(db: Database, theme: string, now: Date): Promise<ThemeView> {
	const newest = db
		.selectFrom('theme_needs')
		.select(['need', 'received_at', 'by'])
		.where('theme', '=', theme)
		.where('removed', '=', false)
		.orderBy('received_at', 'desc')
		.orderBy('need', 'desc')
		.limit(lookedAt)
		.as('newest');
	const [numbers, shown, quotes] = await Promise.all([
		readThemeNumbers(db, theme, now),
		db
			.selectFrom(newest)
			.innerJoin('needs', 'needs.id', 'newest.need')
			.select(['needs.id', 'number', 'state', 'lang', 'needs.received_at as receivedAt', 'by'])
			.select(sql<string>`left(words, 200)`.as('words'))
			.where('state', '<>', 'hidden')
			.orderBy('needs.received_at', 'desc')
			.orderBy('needs.id', 'desc')
			.limit(mostNewest)
			.execute(),
		db
			.selectFrom(newest)
			.innerJoin('needs', 'needs.id', 'newest.need')
			.select(['needs.id', 'lang', 'words'])
			.where('publish', '=', true)
			.where('state', 'in', readStates)
			.where(sql<boolean>`words ~ '[[:alnum:]]'`)
			.orderBy('needs.received_at', 'desc')
			.orderBy('needs.id', 'desc')
			.limit(mostQuotes)
			.execute()
	]);
	return {
		...numbers,
		newest: shown,
		quotes: quotes.map((quote) => ({ ...quote, words: quoted(quote.words) }))
	};
}

/** How many needs a theme has, by week, neighbourhood and language; no count under five people is in it. */
export async function readThemeNumbers(
	db: Database,
	theme: string,
	now: Date
): Promise<ThemeNumbers> {
	const counts = await db
		.selectFrom('theme_counts')
		.select(['part', 'value', 'count'])
		.where('theme', '=', theme)
		.where('count', '>', 0)
		.orderBy('count', 'desc')
		.orderBy('value')
		.execute();
	const of = (part: string): Shown[] =>
		counts
			.filter((each) => each.part === part)
			.map(({ value, count }) => ({ value, count: shownCount(count) }));
	const byWeek = new Map(of('week').map(({ value, count }) => [value, count]));
	return {
		total: of('all')[0]?.count ?? null,
		weeks: lastMondays(now).map((value) => ({ value, count: byWeek.get(value) ?? null })),
		// those that are hidden are not in an order that would tell
		places: of('place').filter(({ count }) => count !== null),
		langs: of('lang').filter(({ count }) => count !== null)
	};
}

/** Covered before it is cut, so that no half of a number is left. */
function quoted(words: string): string {
	return [...coverFound(words)].slice(0, longestQuote).join('');
}

/** The Mondays of the last weeks (UTC), oldest first. */
function lastMondays(now: Date): string[] {
	const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
	const monday = midnight - ((now.getUTCDay() + 6) % 7) * 24 * 60 * 60 * 1000;
	return Array.from({ length: mostWeeks }, (_, back) =>
		new Date(monday - (mostWeeks - 1 - back) * week).toISOString().slice(0, 10)
	);
}
