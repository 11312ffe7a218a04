/** The inbox's filter as SQL. */
import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import { noPlace, type InboxFilter } from '../domain/inbox-filter.ts';
import type { Tables } from './database.ts';
import { searchCondition } from './search-text.ts';

/** The filter as a condition on the table of needs. */
export function conditionOf(
	row: ExpressionBuilder<Tables, 'needs'>,
	{ topic, place, lang, state, lesson, step, told, q }: InboxFilter
): Expression<SqlBool> {
	const all: Expression<SqlBool>[] = [];
	if (topic) all.push(row('topic', '=', topic));
	if (place) all.push(place === noPlace ? row('place', 'is', null) : row('place', '=', place));
	if (lang) all.push(row('lang', '=', lang));
	// in words, not as a parameter: only so the index of open needs is used
	if (state === 'open') all.push(sql<SqlBool>`state in ('received', 'read', 'in work')`);
	else if (state !== 'all') all.push(row('state', '=', state));
	if (lesson) all.push(row('lesson', '=', lesson));
	if (step) all.push(row('step', '=', step));
	if (told) all.push(row('told', '=', told));
	if (q) all.push(asked(q));
	return row.and(all);
}

/** A search for words; a number finds the need that bears it too. */
export function asked(q: string): Expression<SqlBool> {
	const number = /^#?(\d{1,15})$/.exec(q)?.[1];
	const byWords = searchCondition(q);
	return number ? sql<SqlBool>`(number = ${number}::bigint or ${byWords})` : byWords;
}
