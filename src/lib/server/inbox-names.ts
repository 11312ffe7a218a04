/** How the choices of the inbox's filter are called. */
import { sql } from 'kysely';
import type { InboxFilter } from '../domain/inbox-filter.ts';
import type { InboxCounts, InboxNames, WorkNames } from '../domain/inbox.ts';
import { timeOfId } from '../domain/id.ts';
import { languages, type Language } from '../domain/language.ts';
import type { Database } from './database.ts';
import { neighbourhoodNames } from './neighbourhoods.ts';
import { nameStep } from './step-names.ts';

/** The names by which work is shared out: labels, departments and members of the staff, those of former times too. */
export async function readWorkNames(db: Database, lang: Language): Promise<WorkNames> {
	const [labels, departments, staff] = await Promise.all([
		db.selectFrom('labels').select(['id', 'words']).orderBy('position').orderBy('id').execute(),
		db.selectFrom('departments').select(['id', 'name']).orderBy('name').execute(),
		db.selectFrom('staff').select(['id', 'name']).orderBy('name').execute()
	]);
	return {
		labels: new Map(labels.map(({ id, words }) => [id, wordsIn(words, lang) ?? id])),
		departments: named(departments),
		staff: named(staff)
	};
}

/** The names of what needs of this list have, and of what is chosen, for a reader of this language. */
export async function readInboxNames(
	db: Database,
	lang: Language,
	filter: InboxFilter,
	counts: InboxCounts
): Promise<InboxNames> {
	const sessionIds = idsOf(counts.session, filter.session).filter(isUuid);
	const [places, work, labs, themes, sessions] = await Promise.all([
		neighbourhoodNames(db),
		readWorkNames(db, lang),
		db.selectFrom('labs').select(['id', 'name']).orderBy('name').execute(),
		db
			.selectFrom('themes')
			.select(['id', 'name'])
			.orderBy(sql`lower(name)`)
			.orderBy('id')
			.execute(),
		sessionIds.length === 0
			? []
			: db.selectFrom('held_sessions').select(['id', 'lab']).where('id', 'in', sessionIds).execute()
	]);
	const labNames = named(labs);
	const byId = new Map(sessions.map(({ id, lab }) => [id, labNames.get(lab) ?? '']));
	return {
		places,
		...work,
		labs: labNames,
		themes: named(themes),
		sessions: new Map(
			sessionIds.map((id) => [id, { lab: byId.get(id) ?? '', day: new Date(timeOfId(id)) }])
		),
		lessons: new Map(
			idsOf(counts.lesson, filter.lesson).map((id) => [id, nameStep(lang, id, '').lesson])
		),
		steps: new Map(
			idsOf(counts.step, filter.step).map((id) => [
				id,
				nameStep(lang, filter.lesson ?? '', id).step
			])
		)
	};
}

function named(rows: { id: string; name: string }[]): Map<string, string> {
	return new Map(rows.map(({ id, name }) => [id, name]));
}

function idsOf(counts: Map<string, number>, chosen: string | null): string[] {
	const ids = new Set([...counts.keys(), chosen ?? '']);
	ids.delete('');
	return [...ids].sort();
}

function wordsIn(words: Partial<Record<Language, string>>, lang: Language): string | undefined {
	const order = [lang, 'en' as const, ...languages];
	return order.map((each) => words[each]).find((each) => each !== undefined && each !== '');
}

function isUuid(id: string): boolean {
	return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
