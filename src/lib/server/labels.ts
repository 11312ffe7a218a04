/** The city's own labels: what it calls the states of its work, in its order and its languages. None is ever deleted. */
import { sql } from 'kysely';
import { languages, type Language } from '../domain/language.ts';
import type { CityState } from '../domain/need-state.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';

export interface Label {
	id: string;
	state: CityState;
	words: Partial<Record<Language, string>>;
	retired: boolean;
}

/** What an admin writes: the state is chosen once, when a label is added. */
export interface LabelForm {
	state: CityState;
	words: Label['words'];
}

/** So many labels a city may have. */
const mostLabels = 40;

/** All of them in the city's order, those that are not in use any more too. */
export async function listLabels(db: Database): Promise<Label[]> {
	return db
		.selectFrom('labels')
		.select(['id', 'state', 'words', 'retired'])
		.orderBy('position')
		.orderBy('id')
		.execute();
}

/** A label in a reader's language: else in the first of the city's that has it, else in any. */
export function nameLabel(
	{ id, words }: Pick<Label, 'id' | 'words'>,
	lang: Language,
	others: readonly Language[] = []
): string {
	const written = [lang, ...others, ...languages].find((each) => words[each]);
	return (written && words[written]) ?? id;
}

/** The id of a label if it is in use and one of this state; undefined where it is not. */
export async function labelFor(
	db: Database,
	id: string,
	state: CityState
): Promise<string | undefined> {
	const row = await db
		.selectFrom('labels')
		.select('id')
		.where('id', '=', id)
		.where('state', '=', state)
		.where('retired', '=', false)
		.executeTakeFirst();
	return row?.id;
}

/** The plainest label of a state: the one that bears its name, else the first in use; null where a city has none. */
export async function firstLabelOf(db: Database, state: CityState): Promise<string | null> {
	const rows = await db
		.selectFrom('labels')
		.select('id')
		.where('state', '=', state)
		.where('retired', '=', false)
		.orderBy('position')
		.orderBy('id')
		.execute();
	return plainestOf(rows, state) ?? null;
}

/** The same among all labels, in the city's order. */
export function plainestIn(labels: readonly Label[], state: CityState): string | null {
	const own = labels.filter((label) => label.state === state && !label.retired);
	return plainestOf(own, state) ?? null;
}

/** The same among the labels of a state that are in use, in the city's order. */
export function plainestOf(
	labels: readonly { id: string }[],
	state: CityState
): string | undefined {
	const named = labels.find(({ id }) => id === state.replace(' ', '-'));
	return (named ?? labels[0])?.id;
}

/** Adds a label behind the others and gives its id; undefined where there are too many already. */
export async function addLabel(
	db: Database,
	{ state, words }: LabelForm,
	{ id, staff }: { id: string; staff: string }
): Promise<string | undefined> {
	return db.transaction().execute(async (trx) => {
		const labels = await held(trx);
		if (labels.length >= mostLabels) return undefined;
		const position = Math.max(0, ...labels.map((label) => label.position + 1));
		await trx
			.insertInto('labels')
			.values({ id, state, words: JSON.stringify(words), position })
			.execute();
		await logActivity(trx, { staff, action: 'label.added', subject: `label:${id}` });
		return id;
	});
}

export type LabelProblem = { problem: 'unknown' | 'changed' | 'last' };

/** Says a label in other words, unless somebody did since: `was` is what the page showed. */
export async function renameLabel(
	db: Database,
	{
		id,
		was,
		words,
		staff
	}: { id: string; was: Label['words']; words: Label['words']; staff: string }
): Promise<LabelProblem | undefined> {
	return db.transaction().execute(async (trx) => {
		const label = (await held(trx)).find((each) => each.id === id);
		if (!label) return { problem: 'unknown' };
		const isOld = languages.some((lang) => (label.words[lang] ?? '') !== (was[lang] ?? ''));
		if (isOld) return { problem: 'changed' };
		await trx
			.updateTable('labels')
			.set({ words: JSON.stringify(words) })
			.where('id', '=', id)
			.execute();
		await logActivity(trx, { staff, action: 'label.renamed', subject: `label:${id}` });
		return undefined;
	});
}

/** Takes a label out of use, or into it again. The last one of a state stays: a need there must be called something. */
export async function retireLabel(
	db: Database,
	{ id, retired, staff }: { id: string; retired: boolean; staff: string }
): Promise<LabelProblem | undefined> {
	return db.transaction().execute(async (trx) => {
		const labels = await held(trx);
		const label = labels.find((each) => each.id === id);
		if (!label) return { problem: 'unknown' };
		if (label.retired === retired) return undefined;
		const others = labels.filter((each) => each.id !== id && !each.retired);
		if (retired && others.every(({ state }) => state !== label.state)) return { problem: 'last' };
		await trx.updateTable('labels').set({ retired }).where('id', '=', id).execute();
		const action = retired ? 'label.retired' : 'label.reopened';
		await logActivity(trx, { staff, action, subject: `label:${id}` });
		return undefined;
	});
}

/** Moves a label before the one that stands before it, or behind the one behind it; at the end nothing happens. */
export async function moveLabel(
	db: Database,
	{ id, by, staff }: { id: string; by: -1 | 1; staff: string }
): Promise<LabelProblem | undefined> {
	return db.transaction().execute(async (trx) => {
		const ids = (await held(trx)).map((each) => each.id);
		const at = ids.indexOf(id);
		if (at < 0) return { problem: 'unknown' };
		const other = ids[at + by];
		if (other === undefined) return undefined;
		ids[at] = other;
		ids[at + by] = id;
		await sql`
			update labels set position = place - 1
			from json_array_elements_text(${JSON.stringify(ids)}::json) with ordinality as ordered (of, place)
			where labels.id = ordered.of`.execute(trx);
		await logActivity(trx, { staff, action: 'label.moved', subject: `label:${id}` });
		return undefined;
	});
}

/** All labels, held in one order, so that two admins wait for each other. */
async function held(trx: Database) {
	return trx
		.selectFrom('labels')
		.select(['id', 'state', 'words', 'position', 'retired'])
		.orderBy('position')
		.orderBy('id')
		.forUpdate()
		.execute();
}
