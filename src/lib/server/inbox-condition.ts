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

/** Up to so many needs of a theme are found one by one sooner than all else that a list is made by. */
const few = 20_000;

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

/** The list as a condition that the index of facets and words serves, for whoever reads all that fits it. */
export function byFacets(asked: Asked): RawBuilder<SqlBool> {
	const theme = ofTheme(asked, hasFew(asked));
	return all([...fits(asked), ...theme, ...reached(asked), ...spans(asked), ...words(asked)]);
}

/** The same beside a month: no other index is asked about time, or about a theme. */
export function inMonths(asked: Asked): RawBuilder<SqlBool> {
	const rest = [...reached(asked), ...spans(asked, true), ...words(asked)];
	return all([...fits(asked), ...ofTheme(asked, false), ...rest]);
}

function fits(asked: Asked): RawBuilder<unknown>[] {
	const { state } = asked.filter;
	const ofState = state === 'all' ? [] : [state === 'open' ? 'o' : `s:${state}`];
	const facets = [...wantedFacets(asked), ...ofState, ...(asked.filter.due ? ['o'] : [])];
	return facets.length > 0 ? [sql`facets @> ${facets}::text[]`] : [];
}

/** Are the needs of the list's theme so few that they are found one by one? */
export function hasFew({ ofTheme }: Asked): boolean {
	return ofTheme !== undefined && ofTheme <= few;
}

/** Is a list nothing but the order of all needs, or of those that are open? */
export function isOrder(asked: Asked): boolean {
	const { state, age, q, theme } = asked.filter;
	const isAll = state === 'open' || state === 'all';
	return isAll && !age && !q && !theme && !asked.within && wantedFacets(asked).length === 0;
}

/**
 * The same as two conditions: `here` is served by the order, and says which needs are looked at; which of them are part of
 * the list, the index of the order says too, so that no need is read. Not for words. Nothing is due before it was received.
 */
export function inOrder(asked: Asked): { here: RawBuilder<SqlBool>; fits: RawBuilder<SqlBool> } {
	const { state, age, due } = asked.filter;
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
		...spans(asked)
	];
	return { here: all(here), fits: all(fits) };
}

/**
 * Needs that a theme has. A few are given by their ids, and for whoever reads all that fits, where nobody asked how many
 * there are, a planner chooses; on a page each need that all else gives looks itself up, in the index theme_needs_need.
 */
function ofTheme(
	{ filter: { theme }, ofTheme: size }: Asked,
	areFew: boolean
): RawBuilder<unknown>[] {
	if (!theme) return [];
	const needs = sql`
		select of_theme.need from theme_needs as of_theme
		where of_theme.theme = ${theme}::uuid and not of_theme.removed`;
	if (areFew) return [sql`id = any(array(${needs}))`];
	if (size === undefined) return [sql`exists (${needs} and of_theme.need = needs.id)`];
	// as a value, so that it stays a question of its own and is not made part of a join
	return [
		sql`coalesce((
			select not of_theme.removed from theme_needs as of_theme
			where of_theme.need = needs.id and of_theme.theme = ${theme}::uuid
		), false)`
	];
}

function reached({ within }: Asked): RawBuilder<unknown>[] {
	return within ? [sql`facets && ${within}::text[]`] : [];
}

function spans({ filter, now }: Asked, isBeside = false): RawBuilder<unknown>[] {
	const { from, before } = filter.age ? spanOf(filter.age, now) : {};
	// for a year, or a span without a beginning, an index would give many of all needs, only to throw them away again
	const ofYear = isBeside || filter.age === longestAge ? sql` + interval '0'` : sql``;
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
