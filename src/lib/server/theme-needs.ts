/** Which needs belong to which theme, by its rule or by a hand, and how many there are of each kind. */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { nowhere, type ThemeRule } from '../domain/theme.ts';
import type { Database } from './database.ts';
import { searchCondition } from './search-text.ts';

/** Held by whoever changes themes, or what belongs to them; the database takes it where a need is hidden or shown again. */
const themesLock = sql`pg_advisory_xact_lock(7235004)`;

/**
 * Lets nobody else change themes, or what belongs to them, until this transaction has ended: so a rule never brings a need
 * that is taken back just now. Whoever holds needs takes it behind them; whoever holds it takes needs for their key only,
 * as a reference does: so nobody waits in a circle.
 */
export async function lockThemes(trx: Database): Promise<void> {
	await sql`select ${themesLock}`.execute(trx);
}

/**
 * Puts needs, whose words have just become searchable, into the themes whose rules they fit. What a hand took out of a
 * theme stays out.
 */
export async function joinThemes(trx: Database, needs: string[]): Promise<void> {
	if (needs.length === 0) return;
	const themes = await trx
		.selectFrom('themes')
		.select(['id', 'rule'])
		.where('closed_at', 'is', null)
		.where('rule', 'is not', null)
		.orderBy('id')
		.execute();
	const among = sql<SqlBool>`id in (select json_array_elements_text(${JSON.stringify(needs)}::json)::uuid)`;
	for (const { id, rule } of themes) if (rule) await addFitting(trx, id, rule, among);
}

/** Adds those of some needs that fit a rule. */
export async function addFitting(
	trx: Database,
	theme: string,
	rule: ThemeRule,
	among: RawBuilder<SqlBool>
): Promise<void> {
	await counted(
		sql`
		insert into theme_needs (theme, need, received_at, by)
		select ${theme}::uuid, id, received_at, 'rule' from needs
		where ${among} and ${ruleCondition(rule)}
		order by id
		on conflict (theme, need) do nothing
		returning theme, need`,
		1
	).execute(trx);
}

/** Puts needs into a theme by hand; those that are taken back, or in it already, stay as they are. */
export async function putInTheme(trx: Database, theme: string, needs: string[]): Promise<number> {
	if (needs.length === 0) return 0;
	const { rows } = await counted(
		sql`
		insert into theme_needs (theme, need, received_at, by)
		select ${theme}::uuid, id, received_at, 'hand' from needs
		where id in (select json_array_elements_text(${JSON.stringify(needs)}::json)::uuid)
			and state <> 'withdrawn'
		order by id
		on conflict (theme, need) do update set removed = false, by = 'hand' where theme_needs.removed
		returning theme, need`,
		1
	).execute(trx);
	return rows[0]?.changed ?? 0;
}

/** Takes a need out of a theme, for good as far as its rule goes. Gives whether it was in it. */
export async function takeOutOfTheme(trx: Database, theme: string, need: string): Promise<boolean> {
	const { rows } = await counted(
		sql`
		update theme_needs set removed = true, by = 'hand'
		where theme = ${theme} and need = ${need} and not removed
		returning theme, need`,
		-1
	).execute(trx);
	return rows[0]?.changed === 1;
}

/** Takes out what the former rule of a theme brought. */
export async function forgetRule(trx: Database, theme: string): Promise<void> {
	await counted(
		sql`
		delete from theme_needs where theme = ${theme} and by = 'rule' and not removed
		returning theme, need`,
		-1
	).execute(trx);
}

/** Before needs are erased: they belong to no theme any more. */
export async function leaveThemes(trx: Database, needs: string[]): Promise<void> {
	await counted(
		sql`
		delete from theme_needs where need in (${sql.join(needs)}) and not removed
		returning theme, need`,
		-1
	).execute(trx);
	await trx.deleteFrom('theme_needs').where('need', 'in', needs).execute();
}

/**
 * Changes what belongs to themes and the counts with it, in one statement; gives how many it changed. Needs that are
 * hidden count when they are shown again (migration 0023).
 */
function counted(change: RawBuilder<unknown>, sign: 1 | -1): RawBuilder<{ changed: number }> {
	return sql<{ changed: number }>`
		with changed as (${change}),
		kinds as (
			select theme, part, value, ${sign}::int * count(*)::int as count
			from changed join needs on needs.id = changed.need and state <> 'hidden',
				lateral (values
					('all', ''),
					('week', to_char(date_trunc('week', received_at at time zone 'utc'), 'YYYY-MM-DD')),
					('place', coalesce(place, ${nowhere})),
					('lang', lang)
				) as each (part, value)
			group by theme, part, value
		),
		written as (
			insert into theme_counts (theme, part, value, count)
			select * from kinds order by theme, part, value
			on conflict (theme, part, value)
				do update set count = theme_counts.count + excluded.count
		)
		select count(*)::int as changed from changed`;
}

function ruleCondition({ topic, place, lang, words }: ThemeRule): RawBuilder<SqlBool> {
	const all = [
		sql`state <> 'withdrawn'`,
		...(topic ? [sql`topic = ${topic}`] : []),
		...(place ? [place === nowhere ? sql`place is null` : sql`place = ${place}`] : []),
		...(lang ? [sql`lang = ${lang}`] : []),
		...(words ? [searchCondition(words)] : [])
	];
	return sql<SqlBool>`${sql.join(all, sql` and `)}`;
}
