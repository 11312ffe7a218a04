/** The timers: what the city has kept for as long as it wanted to, it takes away by itself. */
import * as v from 'valibot';
import { topics, type Topic } from '../domain/need.ts';
import {
	keptSince,
	retentionSchema,
	usualRetention,
	type Kept,
	type Retention
} from '../domain/retention.ts';
import { logActivity } from './activity.ts';
import { takeOldDrafts } from './answers.ts';
import { within, type Database } from './database.ts';
import { reasonOf } from './installation-problem.ts';
import { logger } from './log.ts';
import { takeAnswers, takeIdeas, takeRefusedIdeas } from './retention/take-said.ts';
import {
	takeEnvelopes,
	takeMedia,
	takeOriginals,
	takeProgress,
	takeWords
} from './retention/take.ts';
import { takeIdeaVoices, takeSpokenAnswers } from './retention/take-spoken.ts';
import { waitForWithdrawals } from './withdrawals.ts';

/** So many things one transaction takes: a moment's work. */
export const takenAtOnce = 500;
const pause = 6 * 60 * 60 * 1000;

/** The city's own times, or the usual ones. */
export async function readRetention(db: Database): Promise<Retention> {
	const row = await db
		.selectFrom('settings')
		.select('value')
		.where('key', '=', 'retention')
		.executeTakeFirst();
	return row ? v.parse(retentionSchema, row.value) : usualRetention;
}

/** Makes these the city's times; the log keeps who chose them. */
export async function writeRetention(
	db: Database,
	staff: string,
	retention: Retention,
	now: Date
): Promise<void> {
	const value = JSON.stringify(v.parse(retentionSchema, retention));
	await within(db, async (trx) => {
		await trx
			.insertInto('settings')
			.values({ key: 'retention', value })
			.onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
			.execute();
		const detail = { ...retention };
		await logActivity(trx, { staff, action: 'retention.changed', subject: 'city', detail }, now);
	});
}

/**
 * Takes at most so many things from before an instant, and gives how many those were; with what is to be told to devices,
 * which comes last of all.
 */
type Take = (
	trx: Database,
	since: Date,
	most: number,
	now: Date,
	topic: Topic
) => Promise<number | { count: number; tell: () => Promise<void> }>;

const byTopic: [Kept, Take][] = [
	['voice', takeMedia('voice')],
	['photo', takeMedia('photo')],
	['words', takeWords]
];
const forAll: [Kept, Take][] = [
	['voice', takeIdeaVoices],
	['voice', takeSpokenAnswers],
	['original', takeOriginals],
	['refusedIdeas', takeRefusedIdeas],
	['ideas', takeIdeas],
	['answers', takeAnswers],
	['envelopes', takeEnvelopes],
	['progress', takeProgress]
];

/**
 * Takes what has been kept long enough, in bounded steps of a transaction each, with its count in the log; killed anywhere
 * it has done some of them, and goes on the next time. What staff prepared and did not send for a week goes too. Gives how
 * many things went.
 * @param stop ends it before its end
 */
export async function runTimers(db: Database, now: Date, stop?: AbortSignal): Promise<number> {
	const retention = await readRetention(db);
	const works = [
		...byTopic.flatMap(([thing, take]) => topics.map((topic) => ({ thing, take, topic }))),
		...forAll.map(([thing, take]) => ({ thing, take, topic: undefined }))
	];
	let sum = await takeOldDrafts(db, now);
	for (const { thing, take, topic } of works) {
		const since = keptSince(retention, thing, now, topic);
		if (!since) continue;
		for (;;) {
			if (stop?.aborted) return sum;
			const count = await db.transaction().execute(async (trx) => {
				await waitForWithdrawals(trx, false);
				const taken = await take(trx, since, takenAtOnce, now, topic ?? 'other');
				const count = typeof taken === 'number' ? taken : taken.count;
				if (count > 0) {
					const detail = { count, ...(topic && { topic }), before: since.toISOString() };
					const done = {
						action: 'retention.taken',
						subject: `retention:${thing}`,
						detail
					} as const;
					await logActivity(trx, { staff: null, ...done }, now);
				}
				if (typeof taken !== 'number') await taken.tell();
				return count;
			});
			sum += count;
			if (count < takenAtOnce) break;
		}
	}
	return sum;
}

/**
 * Runs the timers now and every six hours, behind the back of whoever asks; what goes wrong is logged, and the next run
 * comes. The files go with the next sweep.
 * @returns what ends it, and waits for a run that goes on
 */
export function keepTimers(db: Database): () => Promise<void> {
	const stop = new AbortController();
	let running = Promise.resolve();
	const run = () => {
		running = runTimers(db, new Date(), stop.signal).then(
			(taken) => {
				if (taken > 0) logger.info({ taken }, 'what was kept long enough is gone');
			},
			(error: unknown) => logger.warn({ reason: reasonOf(error) }, 'the timers have not run yet')
		);
	};
	run();
	const timer = setInterval(run, pause).unref();
	return async () => {
		clearInterval(timer);
		stop.abort();
		await running;
	};
}
