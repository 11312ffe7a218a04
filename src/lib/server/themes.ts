/** Themes: made, changed and closed by staff; each change one transaction with its line in the log. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import * as v from 'valibot';
import { idSchema, makeId } from '../domain/id.ts';
import { mostThemes, type ThemeRule } from '../domain/theme.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';
import { forgetRule, lockThemes, putInTheme, takeOutOfTheme } from './theme-needs.ts';

/** A theme in a list. */
export interface ThemeStub {
	id: string;
	name: string;
	rule: ThemeRule | null;
	revision: number;
	closedAt: Date | null;
	/** Its rule still goes through the city's needs. */
	applies: boolean;
	count: number;
}

/** All themes by name, those that are closed last. */
export async function listThemes(db: Database): Promise<ThemeStub[]> {
	return db
		.selectFrom('themes')
		.leftJoin('theme_counts', (join) =>
			join.onRef('theme', '=', 'themes.id').on('part', '=', 'all')
		)
		.select(['themes.id', 'name', 'rule', 'revision', 'closed_at as closedAt', 'applies'])
		.select(sql<number>`coalesce(count, 0)`.as('count'))
		.orderBy(sql`closed_at is not null`)
		.orderBy(sql`lower(name)`)
		.orderBy('themes.id')
		.execute();
}

/** The theme with this id; undefined when there is none. */
export async function findTheme(db: Database, id: string): Promise<ThemeStub | undefined> {
	if (!v.is(idSchema, id)) return undefined;
	return (await listThemes(db)).find((theme) => theme.id === id);
}

/** The themes of a need. */
export async function themesOf(db: Database, need: string): Promise<ThemeStub[]> {
	const of = await db
		.selectFrom('theme_needs')
		.select('theme')
		.where('need', '=', need)
		.where('removed', '=', false)
		.execute();
	const ids = new Set(of.map(({ theme }) => theme));
	return ids.size === 0 ? [] : (await listThemes(db)).filter(({ id }) => ids.has(id));
}

/** Makes a theme, with these needs in it from the start; `full` where there are `mostThemes` open ones. */
export async function addTheme(
	db: Database,
	theme: { name: string; rule: ThemeRule | null; needs?: string[] },
	staff: string,
	now = new Date()
): Promise<{ id: string } | 'full'> {
	return db.transaction().execute(async (trx) => {
		await lockThemes(trx);
		return addLocked(trx, theme, staff, now);
	});
}

/** The same, in a transaction that holds the lock of themes (`lockThemes`). */
export async function addLocked(
	trx: Database,
	{ name, rule, needs = [] }: { name: string; rule: ThemeRule | null; needs?: string[] },
	staff: string,
	now: Date
): Promise<{ id: string } | 'full'> {
	const { open } = await trx
		.selectFrom('themes')
		.select(sql<number>`count(*)::int`.as('open'))
		.where('closed_at', 'is', null)
		.executeTakeFirstOrThrow();
	if (open >= mostThemes) return 'full';
	const id = makeId(now.getTime(), randomBytes(10));
	await trx
		.insertInto('themes')
		.values({ id, name, rule: written(rule), made_at: now, applies: rule !== null })
		.execute();
	const count = await putInTheme(trx, id, needs);
	const detail = { name, rule, needs: count };
	await logActivity(trx, { staff, action: 'theme.made', subject: `theme:${id}`, detail }, now);
	return { id };
}

/**
 * Gives a theme another name or rule, or closes it (then no rule brings needs any more) and opens it again. What the
 * former rule brought goes, what hands put in or took out stays. `changed` where somebody was quicker.
 */
export async function changeTheme(
	db: Database,
	{ id, revision }: { id: string; revision: number },
	change: { name?: string; rule?: ThemeRule | null; isClosed?: boolean },
	staff: string,
	now = new Date()
): Promise<'unknown' | 'changed' | undefined> {
	if (!v.is(idSchema, id)) return 'unknown';
	return db.transaction().execute(async (trx) => {
		await lockThemes(trx);
		const theme = await trx
			.selectFrom('themes')
			.selectAll()
			.where('id', '=', id)
			.executeTakeFirst();
		if (!theme) return 'unknown';
		if (theme.revision !== revision) return 'changed';
		const { name = theme.name, rule = theme.rule, isClosed = theme.closed_at !== null } = change;
		const isNewRule = JSON.stringify(rule) !== JSON.stringify(theme.rule);
		const reopens = theme.closed_at !== null && !isClosed;
		if (isNewRule) await forgetRule(trx, id);
		await trx
			.updateTable('themes')
			.set({ name, rule: written(rule), revision: revision + 1 })
			.set({ closed_at: isClosed ? (theme.closed_at ?? now) : null })
			.$if(isNewRule || reopens, (query) => query.set({ applies: rule !== null, applied_to: null }))
			.where('id', '=', id)
			.execute();
		const detail = { name, rule, isClosed };
		await logActivity(trx, { staff, action: 'theme.changed', subject: `theme:${id}`, detail }, now);
		return undefined;
	});
}

/** Puts a need into a theme or takes it out, by hand. False where there is no such theme or need, or nothing to change. */
export async function setTheme(
	db: Database,
	{ theme, need, isIn }: { theme: string; need: string; isIn: boolean },
	staff: string,
	now = new Date()
): Promise<boolean> {
	if (![theme, need].every((id) => v.is(idSchema, id))) return false;
	return db.transaction().execute(async (trx) => {
		await lockThemes(trx);
		if (!(await findTheme(trx, theme))) return false;
		const isDone = isIn
			? (await putInTheme(trx, theme, [need])) === 1
			: await takeOutOfTheme(trx, theme, need);
		if (!isDone) return false;
		const action = isIn ? 'theme.put' : 'theme.taken';
		const detail = { theme };
		await logActivity(trx, { staff, action, subject: `need:${need}`, detail }, now);
		return true;
	});
}

function written(rule: ThemeRule | null): string | null {
	return rule && JSON.stringify(rule);
}
