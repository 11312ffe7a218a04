/** Where people stop: tries at each step of a lesson, how they ended, and the needs told from there. */
import { sql, type RawBuilder } from 'kysely';
import {
	byStops,
	figuresOf,
	type LearningFilter,
	type StepFigures,
	type StepTally
} from '../domain/learning.ts';
import { fewest } from '../domain/small-numbers.ts';
import type { Database } from './database.ts';

/** Anybody may send progress of lessons that there are not; those that there are have far fewer steps. */
const mostSteps = 5_000;

const day = 24 * 60 * 60 * 1000;

/**
 * The steps with at least five tries or five needs, where most people stop first, and of them what may be shown. A try is
 * a progress fact with an attempt.
 * @param now the days of the filter end here
 * @param lessons which ones, as `module/lesson`; all without
 */
export async function readLearning(
	db: Database,
	{ lang, days }: Pick<LearningFilter, 'lang' | 'days'>,
	now: Date,
	lessons?: string[]
): Promise<StepFigures[]> {
	const since = days && new Date(now.getTime() - days * day);
	const parts = [
		lang && sql`lang = ${lang}`,
		since && sql`received_at >= ${since}`,
		lessons && sql`lesson = any(${lessons}::text[])`
	].filter((part) => part !== null && part !== undefined);
	const fits = parts.reduce((all, part) => sql`${all} and ${part}`, sql`true`);
	const [tries, needs] = await Promise.all([readTries(db, fits), readNeeds(db, fits)]);
	const tallies = new Map<string, StepTally>();
	for (const row of [...tries, ...needs]) {
		const name = `${row.lesson} ${row.step}`;
		tallies.set(name, { ...tallies.get(name), ...row });
	}
	return [...tallies.values()].map(figuresOf).sort(byStops);
}

/** `percentile_disc` gives a number that was there, so an integer. */
async function readTries(db: Database, fits: RawBuilder<unknown>): Promise<StepTally[]> {
	const { rows } = await sql<StepTally>`
		select lesson, step,
			(count(*) filter (where outcome = 'alone'))::int as alone,
			(count(*) filter (where outcome = 'helped'))::int as helped,
			(count(*) filter (where outcome = 'left'))::int as left,
			percentile_disc(0.5) within group (order by seconds) filter (where outcome <> 'left') as seconds
		from progress
		where outcome is not null and ${fits}
		group by lesson, step
		having count(*) >= ${fewest}
		order by count(*) desc
		limit ${mostSteps}`.execute(db);
	return rows;
}

async function readNeeds(db: Database, fits: RawBuilder<unknown>): Promise<StepTally[]> {
	const { rows } = await sql<StepTally>`
		select lesson, step, count(*)::int as needs
		from needs
		where lesson is not null and ${fits}
		group by lesson, step
		having count(*) >= ${fewest}
		order by count(*) desc
		limit ${mostSteps}`.execute(db);
	return rows;
}
