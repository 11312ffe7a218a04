/** How sure people felt before and after sessions, as their phones told it, and what staff may see of it. */
import { sql, type Transaction } from 'kysely';
import { levels, moments, type Level, type Moment } from '../domain/confidence.ts';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { shownCount } from '../domain/small-numbers.ts';
import type { Database, Tables } from './database.ts';

/** Writes what people said: one answer for each person, session and moment, the first that arrives. */
export async function insertConfidence(
	trx: Transaction<Tables>,
	told: EnvelopeOf<'confidence'>[],
	now: Date
): Promise<void> {
	if (told.length === 0) return;
	const key = ({ session, person, body }: EnvelopeOf<'confidence'>) =>
		`${session} ${person} ${body.moment}`;
	const rows = told
		// the order in which all requests write
		.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
		.map(({ session, person, body }) => ({ session, person, ...body, received_at: now }));
	await trx
		.insertInto('confidence')
		.values(rows)
		.onConflict((conflict) => conflict.columns(['session', 'person', 'moment']).doNothing())
		.execute();
}

/** What the people of a lab said: for each moment how many chose each picture; null under five. */
export interface ConfidenceRow {
	labId: string;
	lab: string;
	counts: Record<Moment, Record<Level, number | null>>;
}

/** Of each lab that the city has and where anybody said anything; a second device of a person is left out. */
export async function listConfidence(db: Database): Promise<ConfidenceRow[]> {
	const rows = await db
		.selectFrom('confidence')
		.innerJoin('held_sessions as held', 'held.id', 'confidence.session')
		.innerJoin('labs', 'labs.id', 'held.lab')
		.leftJoin('attendance', (join) =>
			join
				.onRef('attendance.session', '=', 'confidence.session')
				.onRef('attendance.person', '=', 'confidence.person')
		)
		.where('attendance.same_as', 'is', null)
		.select(['labs.id', 'labs.name as lab', 'confidence.moment', 'confidence.level'])
		.select(sql<number>`count(*)::int`.as('many'))
		.groupBy(['labs.id', 'labs.name', 'confidence.moment', 'confidence.level'])
		.orderBy('labs.name')
		.orderBy('labs.id')
		.execute();
	return [...Map.groupBy(rows, ({ id }) => id)].map(([labId, ofLab]) => {
		const shown = (moment: Moment, level: Level) =>
			shownCount(
				ofLab.find((row) => row.moment === moment && Number(row.level) === level)?.many ?? 0
			);
		const counts = Object.fromEntries(
			moments.map((moment) => [
				moment,
				Object.fromEntries(levels.map((level) => [level, shown(moment, level)]))
			])
		) as ConfidenceRow['counts'];
		return { labId, lab: ofLab[0]?.lab ?? '', counts };
	});
}
