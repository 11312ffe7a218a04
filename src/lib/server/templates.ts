/** Templates of answers: by topic and kind of answer, in one language or more. Retired ones stay for who asks later. */
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Answers, ReplyKind } from '../domain/answer.ts';
import { makeId } from '../domain/id.ts';
import type { Topic } from '../domain/need.ts';
import { logActivity } from './activity.ts';
import type { Database, Tables } from './database.ts';

/** What somebody writes. */
export interface TemplateForm {
	name: string;
	/** null: for every topic. */
	topic: Topic | null;
	state: ReplyKind;
	texts: Answers;
}

export interface Template extends TemplateForm {
	id: string;
	revision: number;
	changedAt: Date;
	retiredAt: Date | null;
	/** Who changed it last; null for a member who has left. */
	by: string | null;
}

/** All of them, those in use first, by topic and name. */
export async function listTemplates(db: Database): Promise<Template[]> {
	const rows = await db
		.selectFrom('templates')
		.leftJoin('staff', 'staff.id', 'templates.staff')
		.selectAll('templates')
		.select('staff.name as by')
		.orderBy((row) => row('retired_at', 'is not', null))
		.orderBy('topic')
		.orderBy('templates.name')
		.orderBy('templates.id')
		.execute();
	return rows.map((row) => ({ ...asTemplate(row), by: row.by }));
}

/** Those in use that fit a need of this topic, or of any where it is undefined: its own topic's first. */
export async function templatesFor(db: Database, topic?: Topic): Promise<Template[]> {
	const all = (await listTemplates(db)).filter(({ retiredAt }) => !retiredAt);
	if (!topic) return all;
	const own = all.filter((template) => template.topic === topic);
	return [...own, ...all.filter((template) => template.topic === null)];
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
		const activity = { staff, action: 'template.added', subject: `template:${id}`, detail };
		await logActivity(trx, activity, now);
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

function stored({ name, topic, state, texts }: TemplateForm) {
	return { name, topic, state, texts: JSON.stringify(texts) };
}

function asTemplate(row: Selectable<Tables['templates']>): Omit<Template, 'by'> {
	const { id, name, topic, state, texts, revision, changed_at, retired_at } = row;
	return { id, name, topic, state, texts, revision, changedAt: changed_at, retiredAt: retired_at };
}
