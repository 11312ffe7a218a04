/** Who is heard: how many needs the city has, by what they are about and how they came, as far as it may be shown. */
import { channels } from './inbox-filter.ts';
import { ages, genders } from './about-you.ts';
import { languages } from './language.ts';
import { topics } from './need.ts';
import { shownCount } from './small-numbers.ts';

/** The ways in which needs are counted beside each other. No two of them are ever crossed. */
export const heardParts = [
	...(['topic', 'place', 'lang', 'channel', 'lab', 'state'] as const),
	...(['age', 'gender'] as const)
];

export type HeardPart = (typeof heardParts)[number];

/** The states of needs that count; what was taken back or hidden is counted nowhere. */
export const heardStates = [
	'received',
	'read',
	'in work',
	'joined',
	'answered',
	'declined'
] as const;

/** The values that are listed though nobody told one; neighbourhoods and labs are the city's own. */
export const fixedKeys = {
	topic: topics,
	lang: languages,
	channel: channels,
	state: heardStates,
	age: ages,
	gender: genders
} as const;

/**
 * The last so many weeks that the page may be about, this one too. Not any number will do: see `heardRows`.
 */
export const heardPeriods = [4, 13, 52] as const;

export interface HeardFilter {
	/** null for all the time. */
	weeks: (typeof heardPeriods)[number] | null;
}

const usualWeeks = 13;

/** The filter in an address; what cannot be understood is as if it were not there. */
export function readHeardFilter(params: URLSearchParams): HeardFilter {
	const asked = params.get('weeks');
	if (asked === 'all') return { weeks: null };
	return { weeks: heardPeriods.find((weeks) => String(weeks) === asked) ?? usualWeeks };
}

/** The filter as an address's query with its question mark; empty for the usual period. */
export function writeHeardFilter({ weeks }: HeardFilter): string {
	return weeks === usualWeeks ? '' : `?weeks=${weeks ?? 'all'}`;
}

const day = 24 * 60 * 60 * 1000;

/** The Monday (ISO 8601) of the week of an instant, by UTC as all weeks here. */
export function weekOf(instant: Date): string {
	const sinceMonday = (instant.getUTCDay() + 6) % 7;
	return new Date(instant.getTime() - sinceMonday * day).toISOString().slice(0, 10);
}

/** The Mondays of the last weeks up to this one, oldest first; a year of them for all the time. */
export function weeksUpTo(now: Date, { weeks }: HeardFilter): string[] {
	const monday = Date.parse(weekOf(now));
	const count = weeks ?? 52;
	return Array.from({ length: count }, (_, index) =>
		new Date(monday - (count - 1 - index) * 7 * day).toISOString().slice(0, 10)
	);
}

/** One value and how many needs have it; null is under five. */
export interface HeardRow {
	key: string;
	needs: number | null;
}

/**
 * What may be shown of one way of counting: each number by itself, see `shownCount`, the largest first; only what is
 * shown decides the order.
 *
 * No number that is hidden follows from the others of a page. Each list says of its numbers that they lie between what is
 * shown and four more (hidden: between none and four), and all lists together that they have the same sum. So a number is
 * fixed only where that sum is the least or the most that its list allows. The least is a multiple of five, the most of n
 * rows is four times n more; all that bounds the sum elsewhere is a least or a most as well. They meet only where the rows
 * of complete lists are together a multiple of five: a list of five rows, say, each of four. There is none: eight topics;
 * six states, of which two are answers; 4, 13 or 52 weeks. What has no neighbourhood, lab, channel, other language, age or gender
 * has no row at all, so nothing bounds those lists; nor the weeks of all the time. A test tries the worst.
 */
export function heardRows(
	keys: readonly string[],
	counts: ReadonlyMap<string, number>
): HeardRow[] {
	return keys
		.map((key) => ({ key, needs: shownCount(counts.get(key) ?? 0) }))
		.sort((a, b) => (b.needs ?? 0) - (a.needs ?? 0));
}

/** A week: what came in it, and how much of that has its answer by now. */
export interface HeardWeek {
	/** Its Monday, ISO 8601. */
	week: string;
	needs: number | null;
	answered: number | null;
}

/** What may be shown of each week. */
export function heardWeeks(
	weeks: readonly string[],
	told: ReadonlyMap<string, number>,
	answered: ReadonlyMap<string, number>
): HeardWeek[] {
	return weeks.map((week) => ({
		week,
		needs: shownCount(told.get(week) ?? 0),
		answered: shownCount(answered.get(week) ?? 0)
	}));
}
