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

export interface LearningList {
	steps: StepFigures[];
	/** How many there are beyond these. */
	more: number;
}

/**
 * The steps with at least five tries or five needs, where most people stop first, and of them what may be shown. A try is
 * a progress fact with an attempt. Medians cost most, so they are read only for the steps that are given.
 * @param now the days of the filter end here
 * @param lessons which ones, as `module/lesson`; all without
 * @param most gives at most so many steps
 */
export async function readLearning(
	db: Database,
	{ lang, days }: Pick<LearningFilter, 'lang' | 'days'>,
	now: Date,
	{ lessons, most = mostSteps }: { lessons?: string[] | undefined; most?: number } = {}
): Promise<LearningList> {
	const since = days && new Date(now.getTime() - days * day);
	const parts = [
		lang && sql`lang = ${lang}`,
		since && sql`received_at >= ${since}`,
		lessons && sql`lesson = any(${lessons}::text[])`
	].filter((part) => part !== null && part !== undefined);
	const fits = parts.reduce((all, part) => sql`${all} and ${part}`, sql`true`);
	const [tries, needs] = await Promise.all([readTries(db, fits), readNeeds(db, fits)]);
	const tallies = join([...tries, ...needs]);
	const inOrder = tallies
		.map((tally) => ({ tally, figures: figuresOf(tally) }))
		.sort((a, b) => byStops(a.figures, b.figures))
		.map(({ tally }) => tally);
	const given = inOrder.slice(0, most);
	const timed = join([...given, ...(await readMedians(db, fits, given))]);
	return { steps: timed.map(figuresOf), more: tallies.length - given.length };
}

/** What is said of one step together, in the order in which the steps are first named. */
function join(said: StepTally[]): StepTally[] {
	const tallies = new Map<string, StepTally>();
	for (const each of said) {
		const name = `${each.lesson} ${each.step}`;
		tallies.set(name, { ...tallies.get(name), ...each });
	}
	return [...tallies.values()];
}

async function readTries(db: Database, fits: RawBuilder<unknown>): Promise<StepTally[]> {
	const { rows } = await sql<StepTally>`
		select lesson, step,
			(count(*) filter (where outcome = 'alone'))::int as alone,
			(count(*) filter (where outcome = 'helped'))::int as helped,
			(count(*) filter (where outcome = 'left'))::int as left
		from progress
		where outcome is not null and ${fits}
		group by lesson, step
		having count(*) >= ${fewest}
		order by count(*) desc
		limit ${mostSteps}`.execute(db);
	return rows;
}

/** `percentile_disc` gives one of the numbers, so an integer. */
async function readMedians(
	db: Database,
	fits: RawBuilder<unknown>,
	of: StepTally[]
): Promise<StepTally[]> {
	const { rows } = await sql<StepTally>`
		select lesson, step, percentile_disc(0.5) within group (order by seconds) as seconds
		from progress
		join unnest(${of.map(({ lesson }) => lesson)}::text[], ${of.map(({ step }) => step)}::text[])
			as given (lesson, step) using (lesson, step)
		where outcome in ('alone', 'helped') and ${fits}
		group by lesson, step
		having count(*) >= ${fewest}`.execute(db);
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
