/** Sessions as they were held, and who took part in them: what trainers' devices and phones told, in any order. */
import { sql, type SqlBool, type Transaction } from 'kysely';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { shownCount } from '../domain/small-numbers.ts';
import type { Database, Tables } from './database.ts';
import { placeOf, whenTold, type Told } from './told-order.ts';

/** Writes sessions that are held. One that two trainers lead is told twice and stays as it was told first. */
export async function insertSessions(
	trx: Transaction<Tables>,
	told: EnvelopeOf<'session'>[],
	now: Date
): Promise<void> {
	if (told.length === 0) return;
	const rows = told
		.map(({ session, lab, body }) => ({
			id: session,
			lab,
			received_at: now,
			started_at: body.startedAt,
			ends_at: body.endsAt,
			modules: body.modules,
			languages: body.languages
		}))
		.sort((a, b) => (a.id < b.id ? -1 : 1));
	await trx
		.insertInto('held_sessions')
		.values(rows)
		.onConflict((conflict) => conflict.column('id').doNothing())
		.execute();
}

/**
 * Writes who took part: each person of a session once, whoever tells it how often. That a pseudonym is somebody's second
 * device is known from whoever says it first.
 */
export async function insertAttendance(
	trx: Transaction<Tables>,
	told: EnvelopeOf<'attendance'>[],
	now: Date
): Promise<void> {
	// the order in which all requests write
	const inOrder = told.toSorted((a, b) =>
		`${a.session} ${a.person}` < `${b.session} ${b.person}` ? -1 : 1
	);
	for (const { session, person, body } of inOrder) {
		// only towards the beginning of the alphabet, so that nobody is counted by nobody
		const sameAs = body.sameAs !== undefined && body.sameAs < person ? body.sameAs : null;
		await trx
			.insertInto('attendance')
			.values({ session, person, received_at: now, same_as: sameAs })
			.onConflict((conflict) =>
				conflict
					.columns(['session', 'person'])
					.doUpdateSet({ same_as: sql`coalesce(attendance.same_as, excluded.same_as)` })
					.where('attendance.same_as', 'is', null)
			)
			.execute();
	}
}

/** A session that was held, with what may be shown of how many took part: null under five. */
export interface HeldRow extends Told {
	labId: string;
	lab: string;
	startedAt: string;
	modules: string[];
	people: number | null;
}

/**
 * The sessions that were told last, of labs that the city has; the others are kept and not counted.
 * @param last gives those that were told before this one
 */
export async function listHeldSessions(
	db: Database,
	most: number,
	last?: Told
): Promise<HeldRow[]> {
	let query = db
		.selectFrom('held_sessions as held')
		.innerJoin('labs', 'labs.id', 'held.lab')
		.select([
			'held.id',
			'labs.id as labId',
			'labs.name as lab',
			'held.started_at as startedAt',
			'held.modules'
		])
		.select(({ ref }) => whenTold(ref('held.received_at')).as('toldAt'))
		.select((row) =>
			row
				.selectFrom('attendance')
				.whereRef('attendance.session', '=', 'held.id')
				.where('attendance.same_as', 'is', null)
				.select(sql<number>`count(*)::int`.as('people'))
				.as('people')
		)
		.orderBy('held.received_at', 'desc')
		.orderBy('held.id', 'desc')
		.limit(most);
	if (last) query = query.where(sql<SqlBool>`(held.received_at, held.id) < ${placeOf(last)}`);
	return (await query.execute()).map((row) => ({ ...row, people: shownCount(row.people ?? 0) }));
}
