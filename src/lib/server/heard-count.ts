/** Counts needs for the page of who is heard, behind the back of whoever asks: by week, and one thing at a time. */
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { reasonOf } from './installation-problem.ts';
import { logger } from './log.ts';

/** Whoever counts holds this lock. */
const countLock = 7_235_021;
/** So many weeks are counted in one transaction: a year of a large city takes some seconds. */
const weeksAtOnce = 13;
/** Milliseconds between two counts. */
const pause = 60_000;
/** What changed may be committed so many milliseconds after its moment, and clocks of servers differ. */
const overlap = 5 * 60_000;
/** A session is told by the trainer's device up to so many days after its needs, which then get their lab. */
const lateDays = 28;

/** Its person was answered; who is joined to another need hears what that one does. */
const isAnswered = sql`(needs.state in ('answered', 'declined') or needs.joined_to is not null and (
	select root.state from needs as root where root.id = needs.joined_to) in ('answered', 'declined'))`;

const weekOfNeed = sql`date_trunc('week', needs.received_at at time zone 'utc')::date`;

/**
 * Counts the weeks again in which a need came or changed since the last count, or the one that it is joined to did, all at the first time, and gives how many
 * weeks those were. It may be killed anywhere: what was not counted is counted the next time.
 * @param now what changed before is counted then
 */
export async function countHeard(db: Database, now: Date): Promise<number> {
	const until = await heardCounted(db);
	const weeks = await changedWeeks(db, until);
	// what a first count finds is all there is
	if (!until) await db.deleteFrom('heard_counts').execute();
	for (let at = 0; at < weeks.length; at += weeksAtOnce) {
		await countWeeks(db, weeks.slice(at, at + weeksAtOnce));
	}
	await db.transaction().execute(async (trx) => {
		await sql`select pg_advisory_xact_lock(${countLock})`.execute(trx);
		await trx.deleteFrom('heard_counted').execute();
		await trx.insertInto('heard_counted').values({ until: now }).execute();
	});
	return weeks.length;
}

/** When the needs were counted last; null where they never were. */
export async function heardCounted(db: Database): Promise<Date | null> {
	const row = await db.selectFrom('heard_counted').select('until').executeTakeFirst();
	return row?.until ?? null;
}

async function changedWeeks(db: Database, until: Date | null): Promise<string[]> {
	const since = until && new Date(until.getTime() - overlap);
	const { rows } = await sql<{ week: string }>`
		select distinct ${weekOfNeed}::text as week from needs
		where ${since ? sql`changed_at >= ${since}` : sql`true`}
		union
		select ${weekOfNeed}::text from needs join needs as root on root.id = needs.joined_to
		where ${since ? sql`root.changed_at >= ${since}` : sql`false`}
		union
		select ((date_trunc('week', received_at at time zone 'utc')
			- make_interval(days => 7 * back)))::date::text
		from held_sessions, generate_series(0, ${lateDays / 7}::int) as back
		where ${since ? sql`received_at >= ${since}` : sql`false`}
		order by week`.execute(db);
	return rows.map(({ week }) => week);
}

/** One pass over the needs of these weeks counts all parts. */
async function countWeeks(db: Database, weeks: string[]): Promise<void> {
	await db.transaction().execute(async (trx) => {
		await sql`select pg_advisory_xact_lock(${countLock})`.execute(trx);
		await sql`delete from heard_counts where week = any(${weeks}::date[])`.execute(trx);
		await sql`
			insert into heard_counts (part, week, key, needs)
			select
				case
					when grouping(topic) = 0 then 'topic'
					when grouping(place) = 0 then 'place'
					when grouping(lang) = 0 then 'lang'
					when grouping(channel) = 0 then 'channel'
					when grouping(lab) = 0 then 'lab'
					when grouping(state) = 0 then 'state'
					when grouping(age) = 0 then 'age'
					when grouping(gender) = 0 then 'gender'
					when grouping(answered) = 0 then 'answered'
					else 'all' end as part,
				week,
				coalesce(topic, place, lang, channel, lab, state, age, gender, '') as key,
				count(*)::int
			from (
				select asked.week, needs.topic, needs.place, needs.lang, needs.channel,
					held.lab::text as lab, needs.state, needs.age, needs.gender,
					case when ${isAnswered} then '' end as answered
				from unnest(${weeks}::date[]) as asked (week)
				join needs on needs.received_at >= asked.week::timestamp at time zone 'utc'
					and needs.received_at < (asked.week + 7)::timestamp at time zone 'utc'
				left join held_sessions as held on held.id::text = needs.session
				where needs.state not in ('withdrawn', 'hidden')
			) as told
			group by week, grouping sets (
				(), (topic), (place), (lang), (channel), (lab), (state), (age), (gender), (answered))
			having (grouping(answered) = 1 or answered is not null)
				and (grouping(age) = 1 or age is not null)
				and (grouping(gender) = 1 or gender is not null)`.execute(trx);
	});
}

/**
 * Counts now and every minute; what goes wrong is logged, and the next time comes.
 * @returns what ends it, and waits for what runs
 */
export function keepHeard(db: Database): () => Promise<void> {
	let running: Promise<unknown> = Promise.resolve();
	let isBusy = false;
	const work = () => {
		if (isBusy) return;
		isBusy = true;
		running = countHeard(db, new Date())
			.catch((error: unknown) =>
				logger.warn({ reason: reasonOf(error) }, 'the newest needs are not counted yet')
			)
			.finally(() => (isBusy = false));
	};
	work();
	const timer = setInterval(work, pause).unref();
	return async () => {
		clearInterval(timer);
		await running;
	};
}
