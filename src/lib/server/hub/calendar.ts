/** At a hub: the labs and sessions of its city, as the city publishes them. */
import { sql, type SqlBool } from 'kysely';
import * as v from 'valibot';
import { labSchema, type Lab } from '../../domain/lab.ts';
import { plannedSessionSchema, type PlannedSession } from '../../domain/session.ts';
import type { Database } from '../database.ts';
import { publish } from '../publications.ts';

/**
 * Makes the labs and sessions that are published here the hub's own, whatever order they came in. What is no lab or
 * session, and a session at a lab that nobody has heard of, changes nothing. A lab that was taken back is closed; a session
 * that was, though it is still to come, is gone.
 */
export async function adoptCalendar(db: Database, now: Date): Promise<void> {
	await db.transaction().execute(async (trx) => {
		const published = await trx
			.selectFrom('publications')
			.select(['id', 'kind', 'body'])
			.where('kind', 'in', ['lab', 'session'])
			.where('body', 'is not', null)
			.execute();
		const there = new Set(published.map(({ id }) => id));
		const of = (kind: string) => published.filter((each) => each.kind === kind);
		for (const { id, body } of of('lab')) {
			const lab = read(labSchema, id, body);
			if (lab) await adoptLab(trx, lab, now);
		}
		const labs = await closeOthers(trx, there, now);
		for (const { id, body } of of('session')) {
			const session = read(plannedSessionSchema, id, body);
			if (session && labs.has(session.lab)) await adoptSession(trx, session, now);
		}
		await dropOthers(trx, there, now);
	});
}

/** Forgets what the city published of them and said to everybody: it came back from a backup, and what is good now comes anew. */
export async function forgetPublished(db: Database): Promise<void> {
	await db.transaction().execute(async (trx) => {
		const known = await trx
			.selectFrom('publications')
			.select(['id', 'kind', 'lang'])
			.where('kind', 'in', [
				...['lab', 'session', 'public-reply', 'challenge', 'round', 'idea', 'decision', 'pilot'],
				'prioritising'
			])
			.execute();
		await publish(
			trx,
			known.map((each) => ({ ...each, body: null }))
		);
	});
}

function read<Schema extends v.GenericSchema<unknown, { id: string }>>(
	schema: Schema,
	id: string,
	body: unknown
): v.InferOutput<Schema> | undefined {
	const read = v.safeParse(schema, body);
	return read.success && read.output.id === id ? read.output : undefined;
}

async function adoptLab(trx: Database, { id, ...rest }: Lab, now: Date): Promise<void> {
	await trx
		.insertInto('labs')
		.values({ id, ...rest, made_at: now })
		.onConflict((conflict) => conflict.column('id').doUpdateSet({ ...rest, closed_at: null }))
		.execute();
}

/** Closes the labs that are published no more, and gives the ids of all. */
async function closeOthers(trx: Database, there: Set<string>, now: Date): Promise<Set<string>> {
	const labs = await trx.selectFrom('labs').select(['id', 'closed_at']).execute();
	const gone = labs.filter(({ id, closed_at }) => closed_at === null && !there.has(id));
	if (gone.length > 0) {
		await trx
			.updateTable('labs')
			.set({ closed_at: now })
			.where(
				'id',
				'in',
				gone.map(({ id }) => id)
			)
			.execute();
	}
	return new Set(labs.map(({ id }) => id));
}

async function adoptSession(trx: Database, session: PlannedSession, now: Date): Promise<void> {
	const { id, startsAt, endsAt, ...rest } = session;
	const hours = { starts_at: new Date(startsAt), ends_at: new Date(endsAt) };
	// an hour that no calendar has is not greater than another
	if (!(hours.ends_at > hours.starts_at)) return;
	const row = { ...rest, ...hours, changed_at: now };
	await trx
		.insertInto('sessions')
		.values({ id, ...row, made_at: now })
		.onConflict((conflict) =>
			conflict.column('id').doUpdateSet(row).where(sql<SqlBool>`
				(sessions.lab, sessions.starts_at, sessions.ends_at, sessions.modules, sessions.languages,
					sessions.cancelled, sessions.revision) is distinct from
				(excluded.lab, excluded.starts_at, excluded.ends_at, excluded.modules, excluded.languages,
					excluded.cancelled, excluded.revision)`)
		)
		.execute();
}

/** What is still to come and published no more. What is over stays, for what was told and learned there. */
async function dropOthers(trx: Database, there: Set<string>, now: Date): Promise<void> {
	const coming = await trx.selectFrom('sessions').select('id').where('ends_at', '>', now).execute();
	const gone = coming.map(({ id }) => id).filter((id) => !there.has(id));
	if (gone.length > 0) await trx.deleteFrom('sessions').where('id', 'in', gone).execute();
}
