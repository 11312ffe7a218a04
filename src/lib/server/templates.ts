/** Templates of answers: by topic, kind of answer and label, in one language or more. Retired ones stay for who asks later. */
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Answers, OfferedTemplate, ReplyKind } from '../domain/answer.ts';
import { makeId } from '../domain/id.ts';
import type { Language } from '../domain/language.ts';
import type { Topic } from '../domain/need.ts';
import { logActivity } from './activity.ts';
import type { Database, Tables } from './database.ts';
import { nameLabel, type Label } from './labels.ts';

/** What somebody writes. */
export interface TemplateForm {
	name: string;
	/** null: for every topic. */
	topic: Topic | null;
	state: ReplyKind;
	/** One of the city's own labels of that state; null: for each of them. */
	label: string | null;
	texts: Answers;
}

export interface Template extends TemplateForm {
	id: string;
	revision: number;
	changedAt: Date;
	retiredAt: Date | null;
	/** Who changed it last; null for a member who has left. */
	by: string | null;
	/** Its label, which is still read once it is not in use any more. */
	called: Pick<Label, 'id' | 'words' | 'retired'> | null;
}

/** All of them, those in use first, by topic and name. */
export async function listTemplates(db: Database): Promise<Template[]> {
	const rows = await db
		.selectFrom('templates')
		.leftJoin('staff', 'staff.id', 'templates.staff')
		.leftJoin('labels', 'labels.id', 'templates.label')
		.selectAll('templates')
		.select(['staff.name as by', 'labels.words', 'labels.retired'])
		.orderBy((row) => row('retired_at', 'is not', null))
		.orderBy('topic')
		.orderBy('labels.position', (order) => order.asc().nullsFirst())
		.orderBy('templates.name')
		.orderBy('templates.id')
		.execute();
	return rows.map(({ words, retired, ...row }) => ({
		...{ ...asTemplate(row), by: row.by },
		called: row.label && words ? { id: row.label, words, retired: retired === true } : null
	}));
}

/**
 * Those in use that fit a need of this topic, or of any where it is undefined: its own topic's first. One for a label that
 * nobody can choose any more is not among them.
 */
export async function templatesFor(db: Database, topic?: Topic): Promise<Template[]> {
	const all = (await listTemplates(db)).filter(
		({ retiredAt, called }) => !retiredAt && !called?.retired
	);
	if (!topic) return all;
	const own = all.filter((template) => template.topic === topic);
	return [...own, ...all.filter((template) => template.topic === null)];
}

/** Templates as a form offers them to a reader of this language. */
export function offered(
	templates: readonly Template[],
	lang: Language,
	others: readonly Language[]
): OfferedTemplate[] {
	return templates.map(({ id, name, topic, state, label, called, texts }) => ({
		...{ id, name, topic, state, label, languages: Object.keys(texts) as Language[] },
		labelName: called && nameLabel(called, lang, others)
	}));
}

/** The words of a template that is in use; undefined where there is none. */
export async function readTemplate(db: Database, id: string): Promise<Template | undefined> {
	return (await templatesFor(db)).find((template) => template.id === id);
}

/** Adds a template. Gives its id. */
export async function addTemplate(
	db: Database,
	form: TemplateForm,
	staff: string,
	now: Date
): Promise<string> {
	const id = makeId(now.getTime(), randomBytes(10));
	await db.transaction().execute(async (trx) => {
		await trx
			.insertInto('templates')
			.values({ id, ...stored(form), staff, changed_at: now })
			.execute();
		const detail = { languages: Object.keys(form.texts) };
		const done = { action: 'template.added', subject: `template:${id}`, detail } as const;
		await logActivity(trx, { staff, ...done }, now);
	});
	return id;
}

/**
 * Writes it anew, which also takes it back into use, or retires it where `form` is null; unless somebody changed it since
 * it was seen.
 * @returns why nothing was changed
 */
export async function changeTemplate(
	db: Database,
	seen: { id: string; revision: number },
	form: TemplateForm | null,
	staff: string,
	now: Date
): Promise<'unknown' | 'changed' | undefined> {
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.updateTable('templates')
			.set((old) => ({
				...(form ? { ...stored(form), retired_at: null } : { retired_at: now }),
				...{ staff, changed_at: now },
				revision: old('revision', '+', 1)
			}))
			.where('id', '=', seen.id)
			.where('revision', '=', seen.revision)
			.returning('id')
			.executeTakeFirst();
		if (!row) {
			const known = trx.selectFrom('templates').select('id').where('id', '=', seen.id);
			return (await known.executeTakeFirst()) ? 'changed' : 'unknown';
		}
		const action = form ? 'template.changed' : 'template.retired';
		await logActivity(trx, { staff, action, subject: `template:${seen.id}` }, now);
		return undefined;
	});
}

function stored({ name, topic, state, label, texts }: TemplateForm) {
	return { name, topic, state, label, texts: JSON.stringify(texts) };
}

function asTemplate(row: Selectable<Tables['templates']>): Omit<Template, 'by' | 'called'> {
	const { id, name, topic, state, label, texts, revision, changed_at, retired_at } = row;
	const times = { changedAt: changed_at, retiredAt: retired_at };
	return { id, name, topic, state, label, texts, revision, ...times };
}
