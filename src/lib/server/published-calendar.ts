/** Labs and sessions as every device hears of them; and at a hub the same ones, as its city publishes them. */
import { sql } from 'kysely';
import * as v from 'valibot';
import type { Publication } from '../domain/feed.ts';
import { labSchema, type Lab } from '../domain/lab.ts';
import type { PlannedSession } from '../domain/session.ts';
import type { Database } from './database.ts';
import { reasonOf } from './installation-problem.ts';
import { logger } from './log.ts';
import { publish } from './publications.ts';
import type { SessionRow } from './sessions.ts';

const hour = 60 * 60 * 1000;
/** So long a session stays published after its end, in milliseconds. */
const lingering = 24 * hour;

/** Publication `lab`; a closed one is taken back. */
export function labPublication(lab: Lab & { closedAt?: Date | null }): Publication {
	const { id, name, place, address, closedAt } = lab;
	const body: Lab = { id, name, place, address };
	return { id, kind: 'lab', lang: null, body: closedAt ? null : body };
}

/** A lab that is open, at the city and at a hub; undefined where there is none. */
export async function publishedLab(db: Database, id: string): Promise<Lab | undefined> {
	const row = await db
		.selectFrom('publications')
		.select('body')
		.where('kind', '=', 'lab')
		.where('id', '=', id)
		.executeTakeFirst();
	const read = v.safeParse(labSchema, row?.body);
	return read.success ? read.output : undefined;
}

/** Publication `session`. */
export function sessionPublication(row: SessionRow): Publication {
	const { id, lab, modules, languages, cancelled, revision } = row;
	const hours = { startsAt: row.starts_at.toISOString(), endsAt: row.ends_at.toISOString() };
	const body: PlannedSession = { id, lab, ...hours, modules, languages, cancelled, revision };
	return { id, kind: 'session', lang: null, body };
}

/** Takes back what is over: a session a day after its end, a cancelled one when it would have ended. Gives how many. */
export async function takeBackOver(db: Database, now: Date): Promise<number> {
	const dayAgo = new Date(now.getTime() - lingering);
	return db.transaction().execute(async (trx) => {
		const { rows: over } = await sql<{ id: string }>`
			select publications.id from publications join sessions on sessions.id::text = publications.id
			where kind = 'session' and body is not null and ends_at <=
				case when cancelled then ${now}::timestamptz else ${dayAgo}::timestamptz end`.execute(trx);
		const taken = over.map(({ id }) => ({ id, kind: 'session', lang: null, body: null }));
		await publish(trx, taken, now);
		return taken.length;
	});
}

/**
 * Takes back what is over now and every hour; what goes wrong is logged, and the next time comes.
 * @returns what ends it, and waits for what runs
 */
export function keepCalendar(db: Database): () => Promise<void> {
	let running: Promise<unknown> = Promise.resolve();
	const work = () => {
		running = takeBackOver(db, new Date()).catch((error: unknown) =>
			logger.warn({ reason: reasonOf(error) }, 'sessions that are over are still published')
		);
	};
	work();
	const timer = setInterval(work, hour).unref();
	return async () => {
		clearInterval(timer);
		await running;
	};
}
