/** Results of workshops: what rooms agreed on, as their trainers' devices told it. */
import { sql, type SqlBool, type Transaction } from 'kysely';
import { verdictOf, type Verdict } from '../domain/consensus.ts';
import type { EnvelopeOf } from '../domain/envelope.ts';
import type { Topic } from '../domain/need.ts';
import { shownCount } from '../domain/small-numbers.ts';
import type { Database, Tables } from './database.ts';
import { placeOf, whenTold, type Told } from './told-order.ts';

/** Writes results. A workshop that is told again is kept again: facts are only added. */
export async function insertWorkshops(
	trx: Transaction<Tables>,
	told: EnvelopeOf<'workshop'>[],
	now: Date
): Promise<void> {
	if (told.length === 0) return;
	const rows = told
		.map(({ id, session, lab, lang, body }) => ({
			...{ id, session, lab, lang },
			workshop: body.workshop,
			received_at: now,
			held_at: body.heldAt,
			way: body.way,
			people: body.people,
			opinion_groups: body.opinionGroups,
			groups: JSON.stringify(body.groups)
		}))
		.sort((a, b) => (a.id < b.id ? -1 : 1));
	await trx
		.insertInto('workshops')
		.values(rows)
		.onConflict((conflict) => conflict.column('id').doNothing())
		.execute();
}

/** What people share and what the room said to it, as far as it may be shown: counts are null under five. */
export interface ShownGroup {
	name: string;
	topic: Topic;
	/** Needs at the city that are in it. */
	needs: string[];
	told: number;
	yes: number | null;
	not: number | null;
	neither: number | null;
	dots: number | null;
	/** Nothing where the room is too small to say. */
	verdict: Verdict | null;
}

export interface WorkshopRow extends Told {
	session: string;
	/** null, like its name: a lab that the city does not know. */
	labId: string | null;
	lab: string | null;
	/** As the trainer's device said it. */
	heldAt: string;
	lang: string;
	way: 'codes' | 'hands';
	people: number | null;
	/** Only what a room of five or more can say. */
	opinionGroups: number | null;
	groups: ShownGroup[];
}

/**
 * The workshops that were told last, each as it was told with the most people, and of these the last. Under five people
 * only the names stand, in the order of the votes.
 * @param last gives those that were told before this one
 * @param newest leaves aside what was told after this one: a workshop that is told again while a file of all is read would
 *   stand in it nowhere, since it moves to the beginning
 */
export async function listWorkshops(
	db: Database,
	most: number,
	{ last, newest }: { last?: Told | undefined; newest?: Told | undefined } = {}
): Promise<WorkshopRow[]> {
	const isKnown = (row: 'one' | 'fuller') =>
		newest
			? sql<SqlBool>`(${sql.ref(`${row}.received_at`)}, ${sql.ref(`${row}.id`)}) <= ${placeOf(newest)}`
			: sql<SqlBool>`true`;
	let query = db
		.selectFrom('workshops as one')
		.leftJoin('labs', 'labs.id', 'one.lab')
		.selectAll('one')
		.select(({ ref }) => whenTold(ref('one.received_at')).as('toldAt'))
		.select(sql<string | null>`labs.name`.as('labName'))
		.select(sql<string | null>`labs.id`.as('knownLab'))
		.where(isKnown('one'))
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('workshops as fuller')
						.select('fuller.id')
						.whereRef('fuller.workshop', '=', 'one.workshop')
						.where(isKnown('fuller'))
						.where(
							sql<SqlBool>`(fuller.people, fuller.received_at, fuller.id)
								> (one.people, one.received_at, one.id)`
						)
				)
			)
		)
		.orderBy('one.received_at', 'desc')
		.orderBy('one.id', 'desc')
		.limit(most);
	if (last) query = query.where(sql<SqlBool>`(one.received_at, one.id) < ${placeOf(last)}`);
	const rows = await query.execute();
	return rows.map((row) => {
		const people = shownCount(row.people);
		const isSmall = people === null;
		const { id, toldAt, session, lang, way, groups } = row;
		return {
			...{ id, toldAt, session, lang, way, people },
			labId: row.knownLab,
			lab: row.labName,
			heldAt: row.held_at,
			opinionGroups: isSmall ? null : row.opinion_groups,
			groups: groups.map(({ name, topic, needs, told, consensus, ...counts }) => ({
				...{ name, topic, needs, told },
				yes: shownCount(counts.yes),
				not: shownCount(counts.not),
				neither: shownCount(counts.neither),
				dots: shownCount(counts.dots),
				verdict: isSmall ? null : verdictOf(consensus, row.opinion_groups)
			}))
		};
	});
}
