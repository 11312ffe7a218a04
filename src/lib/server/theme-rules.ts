/** Takes a new rule of a theme through the needs that were there before, in small steps behind the back of whoever asks. */
import { sql, type SqlBool } from 'kysely';
import type { Database } from './database.ts';
import { reasonOf } from './installation-problem.ts';
import { logger } from './log.ts';
import { addFitting, lockThemes } from './theme-needs.ts';

/** So many needs are looked at in one step; where a step ended stands in the theme, so a killed server goes on there. */
const stepLength = 5_000;

/** Goes one step on with one theme; false when all rules have gone through all needs. */
export async function applyStep(db: Database, length = stepLength): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		await lockThemes(trx);
		const theme = await trx
			.selectFrom('themes')
			.select(['id', 'rule', 'applied_to'])
			.where('applies', '=', true)
			.where('closed_at', 'is', null)
			.orderBy('id')
			.limit(1)
			.executeTakeFirst();
		if (!theme) return false;
		const { id, rule, applied_to: from } = theme;
		const ids = trx
			.selectFrom('needs')
			.select('id')
			.orderBy('id')
			.$if(from !== null, (query) => query.where('id', '>', from))
			.limit(length);
		const last = await trx
			.selectFrom(ids.as('step'))
			.select(sql<string | null>`max(id::text)`.as('id'))
			.executeTakeFirst();
		const to = last?.id ?? null;
		if (rule && to) {
			const among = from ? sql<SqlBool>`id > ${from} and id <= ${to}` : sql<SqlBool>`id <= ${to}`;
			await addFitting(trx, id, rule, among);
		}
		await trx
			.updateTable('themes')
			.set(to ? { applied_to: to } : { applies: false, applied_to: null })
			.where('id', '=', id)
			.execute();
		return true;
	});
}

/** What takes rules through the needs of a running city. */
export interface ThemeRules {
	/** A rule is new. Waits until it is through, or for this many milliseconds. */
	wake(longest?: number): Promise<void>;
	/** Ends it with the step that it is at. */
	end(): Promise<void>;
}

/** Takes rules through now, those too that a killed server has left, and whenever it is woken. */
export function keepThemeRules(db: Database): ThemeRules {
	let isEnding = false;
	let working: Promise<void> | undefined;
	const work = async () => {
		try {
			while (!isEnding && (await applyStep(db)));
		} catch (error) {
			if (!isEnding) logger.warn({ reason: reasonOf(error) }, 'a theme is not filled yet');
		} finally {
			working = undefined;
		}
	};
	const start = () => (working ??= work());
	void start();
	return {
		wake: async (longest = 0) => {
			// one that runs may be past the look for new rules
			const through = (working ?? Promise.resolve()).then(() => start());
			await Promise.race([through, new Promise((resolve) => setTimeout(resolve, longest).unref())]);
		},
		end: async () => {
			isEnding = true;
			await working;
		}
	};
}
