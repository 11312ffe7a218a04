/**
 * Covers personal data in the words of a need. What is covered goes from the words that staff read, from the search and
 * from exports; the words as they came stay in the envelope only, as long as the retention rule keeps that.
 */
import type { Transaction } from 'kysely';
import { coverMarks, placesOf } from '../domain/personal-data/find.ts';
import { logActivity, type ActivityAction } from './activity.ts';
import type { Database, Tables } from './database.ts';
import { touch, withNeed, type NoNeed } from './need-lock.ts';

export type CoverProblem = NoNeed | { problem: 'changed' | 'nothing-covered' | 'gone' };

/** What is to be covered: places in the words as the page showed them, and further words wherever they stand. */
export interface Cover {
	need: string;
	staff: string;
	/** When its words were covered or uncovered last, as the page showed it. */
	was: Date | null;
	marks: { start: number; end: number }[];
	further: string[];
}

/**
 * Covers it. Undefined when it is done; else nothing is changed: `changed` when somebody covered something since,
 * `nothing-covered` when none of it stands there.
 */
export async function coverWords(
	db: Database,
	cover: Cover,
	now = new Date()
): Promise<CoverProblem | undefined> {
	return withNeed<CoverProblem | undefined>(db, cover, async (trx, need) => {
		if (!isSame(need.covered_at, cover.was)) return { problem: 'changed' };
		const places = [...cover.marks, ...placesOf(need.words, cover.further)].filter(
			({ start, end }) => start >= 0 && start < end && end <= need.words.length
		);
		const words = coverMarks(need.words, places);
		if (words === need.words) return { problem: 'nothing-covered' };
		const detail = { places: places.length };
		await write(trx, cover, { words, is_covered: true }, need.covered_at, now);
		await log(trx, cover, 'need.covered', detail, now);
		return undefined;
	});
}

/** Gives the words back as they came; `gone` when the envelope is not kept any more. */
export async function uncoverWords(
	db: Database,
	asked: { need: string; staff: string; was: Date | null },
	now = new Date()
): Promise<CoverProblem | undefined> {
	return withNeed<CoverProblem | undefined>(db, asked, async (trx, need) => {
		if (!isSame(need.covered_at, asked.was)) return { problem: 'changed' };
		if (!need.is_covered) return { problem: 'nothing-covered' };
		const words = await originalWords(trx, asked.need);
		if (words === undefined) return { problem: 'gone' };
		await write(trx, asked, { words, is_covered: false }, need.covered_at, now);
		await log(trx, asked, 'need.uncovered', {}, now);
		return undefined;
	});
}

/** The words as they came; undefined where they are not kept any more. */
export async function originalWords(db: Database, need: string): Promise<string | undefined> {
	const row = await db
		.selectFrom('submissions')
		.select('envelope')
		.where('id', '=', need)
		.executeTakeFirst();
	return row?.envelope?.kind === 'need' ? row.envelope.body.words : undefined;
}

async function write(
	trx: Transaction<Tables>,
	{ need }: { need: string },
	changes: { words: string; is_covered: boolean },
	before: Date | null,
	now: Date
): Promise<void> {
	// always later than before, so that an old page is known by it
	const covered_at = new Date(Math.max(now.getTime(), (before?.getTime() ?? 0) + 1));
	// null waits for searchable.ts: from now on nobody finds what is covered
	await touch(trx, need, now, { ...changes, covered_at, plain: null, search: null });
}

async function log(
	trx: Transaction<Tables>,
	{ need, staff }: { need: string; staff: string },
	action: ActivityAction,
	detail: Record<string, unknown>,
	now: Date
): Promise<void> {
	await logActivity(trx, { staff, action, subject: `need:${need}`, detail }, now);
}

function isSame(a: Date | null, b: Date | null): boolean {
	return a?.getTime() === b?.getTime();
}
