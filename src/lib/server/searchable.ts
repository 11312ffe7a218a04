/** Makes needs searchable after their phones have the answer: docs/decisions/search-after-answer.md. */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { failpoint } from './failpoint.ts';
import { reasonOf } from './installation-problem.ts';
import { logger } from './log.ts';
import { sumUpCounts } from './need-counts.ts';
import { lookText, lookWords, searchVector, vectorFields } from './search-text.ts';
import { countOpinions } from './opinion-counts.ts';
import { countPriorities } from './priority-counts.ts';
import { countSupports } from './support-counts.ts';
import { joinThemes, lockThemes } from './theme-needs.ts';

/** Whoever writes search columns holds this lock: who gets it next finds all that was written before. */
const searchableLock = 7_235_002;
/** So many needs are written at once, in some tenths of a second. */
const mostAtOnce = 1_000;
/** Milliseconds without a request after which the needs that came are written, behind all answers. */
const quiet = 200;
/** Milliseconds after which they are written although more come. */
const longestWait = 5_000;

/**
 * Writes the search columns of the oldest needs that have none, a thousand at most, puts those needs into the themes whose
 * rules they fit, and gives how many those were. When
 * it has given less than a thousand, every need that was there at the call is found by its words.
 */
export async function makeSearchable(db: Database): Promise<number> {
	if (!(await doesAnyWait(db))) return 0;
	return db.transaction().execute(async (trx) => {
		// what a power cut takes is written again
		await sql`
			select pg_advisory_xact_lock(${searchableLock}), set_config('synchronous_commit', 'off', true)`.execute(
			trx
		);
		// held, so that words which are taken back meanwhile are not written behind their erasure
		const needs = await trx
			.selectFrom('needs')
			.select(['id', 'lang', 'words'])
			.where('search', 'is', null)
			.orderBy('id')
			.limit(mostAtOnce)
			.forNoKeyUpdate()
			.execute();
		const rows = needs.map(({ id, lang, words }) => ({
			id,
			plain: lookText(words),
			...vectorFields(lang, words)
		}));
		// in order, so that what was taken back meanwhile never waits for what waits for it
		const said = [...new Set(needs.flatMap(({ words }) => lookWords(words)))].sort();
		await sql`
			insert into need_words select unnest(${said}::text[]) on conflict do nothing`.execute(trx);
		await sql`
			update needs set plain = fields ->> 'plain', search = ${searchVector}
			from json_array_elements(${JSON.stringify(rows)}::json) as asked (fields)
			where needs.id = (fields ->> 'id')::uuid`.execute(trx);
		// behind the needs, as an erasure does: none of the two waits for the other in a circle
		await lockThemes(trx);
		await joinThemes(
			trx,
			needs.map(({ id }) => id)
		);
		failpoint('search-written');
		return rows.length;
	});
}

/** Waits until whoever writes search columns just now has ended: what it began to read holds back a vacuum. */
export async function searchWritten(db: Database): Promise<void> {
	await sql`select pg_advisory_xact_lock(${searchableLock})`.execute(db);
}

async function doesAnyWait(db: Database): Promise<boolean> {
	const one = await db
		.selectFrom('needs')
		.select('id')
		.where('search', 'is', null)
		.limit(1)
		.executeTakeFirst();
	return one !== undefined;
}

/** What makes the needs of a running city searchable, behind the back of whoever asks. */
export interface Searchable {
	/** Needs may have come. */
	wake(): void;
	/** Ends it, once what it writes just now is written. */
	end(): Promise<void>;
}

/**
 * Makes needs searchable now, those too that a killed server has left, and when `wake` was not called for a moment, at
 * the latest after some seconds. What goes wrong is logged; then the next need or the next search has them written.
 */
export function keepSearchable(db: Database): Searchable {
	const stop = new AbortController();
	let working: Promise<void> | undefined;
	let isAsked = false;
	const work = async () => {
		try {
			while (isAsked && !stop.signal.aborted) {
				const began = performance.now();
				while (isAsked && performance.now() - began < longestWait) {
					isAsked = false;
					await pause(quiet, undefined, { ref: false, signal: stop.signal });
				}
				isAsked = false;
				while (!stop.signal.aborted && (await makeSearchable(db)) > 0);
				if (!stop.signal.aborted) await sumUpCounts(db);
				if (!stop.signal.aborted) await countSupports(db);
				if (!stop.signal.aborted) await countOpinions(db);
				if (!stop.signal.aborted) await countPriorities(db);
			}
		} catch (error) {
			if (!stop.signal.aborted) {
				logger.warn({ reason: reasonOf(error) }, 'the newest needs are not searchable yet');
			}
		} finally {
			working = undefined;
		}
	};
	const wake = () => {
		isAsked = true;
		working ??= work();
	};
	wake();
	return {
		wake,
		end: async () => {
			stop.abort();
			await working;
		}
	};
}
