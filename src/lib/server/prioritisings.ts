/** Prioritisings: staff choose things and a way, ask everybody what comes first, and end it. */
import type { Updateable } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import { resultsOf } from '../domain/priority-results.ts';
import { fewestThings, usualPoints, type PrioritisingResults } from '../domain/prioritising.ts';
import {
	beginQuestion,
	changeQuestion,
	openQuestion,
	type NewQuestion,
	type QuestionProblem,
	type Refusal,
	type SeenQuestion,
	type WayToAsk
} from './challenge-questions.ts';
import type { Database, Tables } from './database.ts';
import {
	countPrioritising,
	lockPrioritising,
	wordsOfThings,
	type PrioritisingRow
} from './prioritising-publication.ts';
import type { StoredThing } from './prioritising-tables.ts';

/** What staff write. */
export interface PrioritisingForm {
	way: 'points' | 'budget';
	amount: number;
	until: string | null;
	things: StoredThing[];
}

/** A prioritising as staff see it: `things` with the words that everybody reads, none where an idea is gone. */
export interface KnownPrioritising extends PrioritisingForm {
	id: string;
	challenge: string;
	revision: number;
	openedAt: Date | null;
	closedAt: Date | null;
	changedAt: Date;
	results: PrioritisingResults | null;
}

/** `fixed`: the way, the sum, the things and their costs stay once it was opened. */
export type PrioritisingProblem = QuestionProblem | 'fixed';

/** The prioritisings of a challenge, the newest first. */
export async function listPrioritisings(
	db: Database,
	challenge: string
): Promise<KnownPrioritising[]> {
	const rows = await db
		.selectFrom('prioritisings')
		.selectAll()
		.where('challenge', '=', challenge)
		.orderBy('made_at', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return Promise.all(rows.map((row) => knownOf(db, row)));
}

/** The prioritising with this id of this challenge, or undefined. */
export async function findPrioritising(
	db: Database,
	{ challenge, id }: { challenge: string; id: string }
): Promise<KnownPrioritising | undefined> {
	if (!v.is(idSchema, challenge) || !v.is(idSchema, id)) return undefined;
	const query = db.selectFrom('prioritisings').selectAll().where('id', '=', id);
	const row = await query.where('challenge', '=', challenge).executeTakeFirst();
	return row && knownOf(db, row);
}

async function knownOf(db: Database, row: PrioritisingRow): Promise<KnownPrioritising> {
	const { id, challenge, way, amount, until, revision, counts } = row;
	const words = await wordsOfThings(db, row.things);
	const readable = row.things.filter((thing) => words.has(thing.id));
	return {
		...{ id, challenge, way, amount, until, revision },
		things: row.things.map((thing) => ({ ...thing, texts: words.get(thing.id) ?? {} })),
		results: counts && resultsOf({ way, amount, things: readable }, counts),
		...{ openedAt: row.opened_at, closedAt: row.closed_at, changedAt: row.changed_at }
	};
}

type PrioritisingChange = Updateable<Tables['prioritisings']>;

const prioritising: WayToAsk<PrioritisingRow, PrioritisingChange> = {
	name: 'prioritising',
	lock: lockPrioritising,
	isFew: async ({ things }, trx) => (await wordsOfThings(trx, things)).size < fewestThings,
	write: (trx, id, change) =>
		trx
			.updateTable('prioritisings')
			.set(change)
			.where('id', '=', id)
			.returningAll()
			.executeTakeFirstOrThrow(),
	count: countPrioritising
};

/** Begins one without things, for staff alone; undefined where there is no such challenge. */
export function beginPrioritising(
	db: Database,
	challenge: string,
	staff: string,
	now = new Date()
): Promise<string | undefined> {
	const insert = (trx: Database, row: NewQuestion) =>
		trx
			.insertInto('prioritisings')
			.values({ ...row, way: 'points', amount: usualPoints, things: '[]' })
			.execute();
	return beginQuestion(db, challenge, 'prioritising', insert, staff, now);
}

/** Keeps what staff write; an open one is said anew to everybody. Undefined when it is done. */
export function changePrioritising(
	db: Database,
	seen: SeenQuestion,
	form: PrioritisingForm,
	staff: string,
	now = new Date()
): Promise<PrioritisingProblem | undefined> {
	const by = { staff, did: 'changed' } as const;
	return changeQuestion(
		db,
		prioritising,
		seen,
		by,
		now,
		async (row, trx): Promise<PrioritisingChange | Refusal<'fixed'>> => {
			const { way, amount, until } = form;
			if (row.opened_at && !isSame(row, form)) return { refused: 'fixed' };
			const things = form.things.map((thing): StoredThing => {
				const before = row.opened_at && row.things.find(({ id }) => id === thing.id);
				const texts = { ...thing.texts, ...before?.texts };
				return { ...thing, texts: thing.idea === null ? texts : {} };
			});
			if (!row.opened_at) await setIdeas(trx, row.id, things);
			return { way, amount, until, things: JSON.stringify(things) };
		}
	);
}

/** Asks everybody, or ends it; its results stay. Undefined when it is done. */
export function openPrioritising(
	db: Database,
	seen: SeenQuestion,
	isOpen: boolean,
	staff: string,
	now = new Date()
): Promise<QuestionProblem | undefined> {
	return openQuestion(db, prioritising, seen, isOpen, staff, now);
}

/** Which of its things are ideas. */
async function setIdeas(trx: Database, prioritising: string, things: readonly StoredThing[]) {
	await trx.deleteFrom('prioritising_ideas').where('prioritising', '=', prioritising).execute();
	const rows = things.flatMap(({ id: thing, idea }) =>
		idea === null ? [] : [{ prioritising, thing, idea }]
	);
	if (rows.length > 0) await trx.insertInto('prioritising_ideas').values(rows).execute();
}

/** Once somebody may have chosen, what she chose from stays: also on a phone that has no internet yet. */
function isSame(row: PrioritisingRow, form: PrioritisingForm): boolean {
	const rules = ({ way, amount, things }: Pick<PrioritisingForm, 'way' | 'amount' | 'things'>) =>
		JSON.stringify([way, amount, ...things.map(({ id, idea, cost }) => [id, idea, cost])]);
	return rules(row) === rules(form);
}
