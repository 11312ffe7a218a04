/** The inbox's filter as SQL. */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { facetsOf, spanOf } from '../domain/inbox-facets.ts';
import type { InboxFilter } from '../domain/inbox-filter.ts';
import type { Database } from './database.ts';
import { searchCondition } from './search-text.ts';

/** A list that somebody asks for: `self` is who (an id of the staff), `now` is when. */
export interface Asked {
	filter: InboxFilter;
	self: string;
	now: Date;
	/** Where she may not see all needs: facets of which each need of hers has one. */
	within?: string[] | undefined;
	/** About how many needs the filter's theme has, where somebody looked: `withTheme`. */
	ofTheme?: number;
}

/** So many needs are looked at in their order at most, about a tenth of a second long. */
export const longestWalk = 100_000;

/** The same where each need itself is read, in search of words. */
const longestReading = 10_000;

/** Up to so many needs of a theme are found one by one sooner than all else that a list is made by. */
const few = 20_000;

/** Up to so many are read once and kept at hand, sooner than each need that is looked at is looked up among them. */
const several = 100_000;

/** The longest of the ages that have a beginning. */
const longestAge = '365';

/** The same, with how many needs its theme has, so that they are found in the shorter way. */
export async function withTheme(db: Database, asked: Asked): Promise<Asked> {
	const { theme } = asked.filter;
	if (!theme) return asked;
	const row = await db
		.selectFrom('theme_counts')
		.select('count')
		.where('theme', '=', theme)
		.where('part', '=', 'all')
		.executeTakeFirst();
	return { ...asked, ofTheme: row?.count ?? 0 };
}

/** The facets of the list's needs, without the state. */
export function wantedFacets({ filter, self }: Asked): string[] {
	return [...facetsOf(filter, self).values()];
}

/** The list as a condition that the index of facets serves: for lists of which few needs are part. */
export function byFacets(asked: Asked): RawBuilder<SqlBool> {
	const { state } = asked.filter;
	const ofState = state === 'all' ? [] : [state === 'open' ? 'o' : `s:${state}`];
	const facets = [...wantedFacets(asked), ...ofState, ...(asked.filter.due ? ['o'] : [])];
	const fit = facets.length > 0 ? [sql`facets @> ${facets}::text[]`] : [];
	const isFew = asked.ofTheme !== undefined && asked.ofTheme <= few;
	const theme = ofTheme(asked, isFew);
	return all([...fit, ...theme, ...reached(asked), ...spans(asked), ...words(asked)]);
}

/**
 * A filter as a condition on the table of needs, for whoever reads all that fits it and not page by page.
 * @param self who asks: what `me` means in it
 */
export function conditionOf(filter: InboxFilter, self = '', now = new Date()): RawBuilder<SqlBool> {
	return byFacets({ filter, self, now });
}

/** A list as needs that are looked at one after the other. */
export interface Walk {
	/** Which needs are walked over. */
	here: RawBuilder<SqlBool>;
	/** Which of them are part of the list. */
	fits: RawBuilder<SqlBool>;
	/** What `fits` asks of each need: but for a search, what the index of their order says, so that no need is read. */
	columns: RawBuilder<unknown>;
	/** So many needs are walked over at most. */
	length: number;
}

/**
 * The same as a condition that only the order serves: for lists of which many needs are part, and each is looked at in
 * its turn. Nothing is due before it was received.
 */
export function inTurn(asked: Asked): Walk {
	const { state, age, due, q } = asked.filter;
	const ofState = state === 'open' || state === 'all' ? [] : [`s:${state}`];
	const facets = [...wantedFacets(asked), ...ofState];
	const { from } = age ? spanOf(age, asked.now) : {};
	// in words, not as parameters: only so the index of open needs is used
	const open = state === 'open' || due ? [sql`state in ('received', 'read', 'in work')`] : [];
	const here = [...open, ...(from ? [sql`due_at >= ${from}`] : []), ...overdue(asked)];
	const fits = [
		...(facets.length > 0 ? [sql`facets @> ${facets}::text[]`] : []),
		...ofTheme(asked, false),
		...reached(asked),
		...spans(asked),
		...words(asked)
	];
	return {
		...{ here: all(here), fits: all(fits) },
		...(q
			? { columns: sql`*`, length: longestReading }
			: { columns: sql`id, due_at, received_at, facets`, length: longestWalk })
	};
}

/**
 * Needs that a theme has. A few are given by their ids; several are read from the index theme_needs_order and kept at hand;
 * of many, or where nobody knows, each need that all else gives looks itself up.
 */
function ofTheme(
	{ filter: { theme }, ofTheme: size = Infinity }: Asked,
	isFew: boolean
): RawBuilder<unknown>[] {
	if (!theme) return [];
	const needs = sql`
		select of_theme.need from theme_needs as of_theme
		where of_theme.theme = ${theme}::uuid and not of_theme.removed`;
	if (isFew) return [sql`id = any(array(${needs}))`];
	// as a value, so that it stays a question of its own and is not made part of a join
	if (size <= several) return [sql`coalesce(id in (${needs}), false)`];
	return [sql`exists (${needs} and of_theme.need = needs.id)`];
}

function reached({ within }: Asked): RawBuilder<unknown>[] {
	return within ? [sql`facets && ${within}::text[]`] : [];
}

function spans(asked: Asked): RawBuilder<unknown>[] {
	const { filter, now } = asked;
	const { from, before } = filter.age ? spanOf(filter.age, now) : {};
	// for a year, or a span without a beginning, an index would give many of all needs, only to throw them away again
	const ofYear = filter.age === longestAge ? sql` + interval '0'` : sql``;
	return [
		...(from ? [sql`received_at${ofYear} >= ${from}`] : []),
		...(before ? [sql`received_at + interval '0' < ${before}`] : []),
		...(filter.due ? [sql`due_at + interval '0' <= ${now}`] : [])
	];
}

/** Only what waits for the city can be overdue: whoever asks for it asks for open needs. */
function overdue({ filter, now }: Asked): RawBuilder<unknown>[] {
	return filter.due ? [sql`due_at <= ${now}`] : [];
}

/** A search for words; a number finds the need that bears it too. */
function words({ filter: { q } }: Asked): RawBuilder<unknown>[] {
	if (!q) return [];
	const number = /^#?(\d{1,15})$/.exec(q)?.[1];
	const byWords = searchCondition(q);
	return [number ? sql`(number = ${number}::bigint or ${byWords})` : byWords];
}

function all(conditions: RawBuilder<unknown>[]): RawBuilder<SqlBool> {
	return conditions.length > 0 ? sql<SqlBool>`${sql.join(conditions, sql` and `)}` : sql`true`;
}
