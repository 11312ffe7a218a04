/** The city's own numbers: how many people live in each neighbourhood and speak each language. */
import { languageNames, languages, localeOf } from '../domain/language.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';

export type NumberedPart = 'place' | 'lang';

/** What can be wrong with a list; `row` counts lines from 1. */
export interface NumbersProblem {
	code: 'unknown' | 'number' | 'twice';
	row: number;
}

const mostPeople = 100_000_000;

/** The numbers of one kind by key. */
export async function readCityNumbers(
	db: Database,
	part: NumberedPart
): Promise<Map<string, number>> {
	const rows = await db
		.selectFrom('city_numbers')
		.select(['key', 'people'])
		.where('part', '=', part)
		.execute();
	return new Map(rows.map(({ key, people }) => [key, people]));
}

/**
 * The numbers in a text that somebody typed, or pasted from a table: on each line a name or code, then a semicolon, tab or
 * comma, and the number, with or without marks between thousands, in any digits. A line without a number says nothing, a
 * first line without one is a heading.
 * @param keys what each name that may stand there means; see `spelling`
 */
export function readNumberLines(
	text: string,
	keys: ReadonlyMap<string, string>
): { numbers: Map<string, number> } | { problem: NumbersProblem } {
	const numbers = new Map<string, number>();
	for (const [index, line] of text
		.replace(/^\ufeff/, '')
		.split(/\r\n?|\n/)
		.entries()) {
		if (line.trim() === '') continue;
		const row = index + 1;
		const [, name = line, given = ''] =
			/^(.*?)\s*[;\t]\s*(.*)$/.exec(line) ?? /^(.*?)\s*,\s*(.*)$/.exec(line) ?? [];
		const key = keys.get(spelling(name));
		if (key === undefined && row === 1 && !/\p{Nd}/u.test(given)) continue;
		if (key === undefined) return { problem: { code: 'unknown', row } };
		if (given.trim() === '') continue;
		const people = numberIn(given);
		if (people === undefined) return { problem: { code: 'number', row } };
		if (numbers.has(key)) return { problem: { code: 'twice', row } };
		numbers.set(key, people);
	}
	return { numbers };
}

/** How a name is compared: without quotes, capitals and spaces around it. */
export function spelling(name: string): string {
	return name
		.trim()
		.replace(/^"(.*)"$/, '$1')
		.trim()
		.normalize('NFC')
		.toLowerCase();
}

/** A language may be written by its code, or by its name in any of the eight. */
export function languageKeys(): Map<string, string> {
	const keys = new Map<string, string>();
	for (const language of languages) {
		keys.set(language, language).set(spelling(languageNames[language]), language);
		for (const reader of languages) {
			const name = new Intl.DisplayNames(localeOf(reader), { type: 'language' }).of(language) ?? '';
			keys.set(spelling(name), language);
		}
	}
	return keys;
}

/** A neighbourhood may be written by its name or its id. */
export async function placeKeys(db: Database): Promise<Map<string, string>> {
	const rows = await listPlaces(db);
	return new Map(
		rows.flatMap(
			({ id, name }) =>
				[
					[id, id],
					[spelling(name), id]
				] as const
		)
	);
}

/** All lines as they can be changed: those without a number too. */
export async function writeNumberLines(db: Database, part: NumberedPart): Promise<string> {
	const numbers = await readCityNumbers(db, part);
	const named =
		part === 'lang'
			? languages.map((id) => ({ id, name: languageNames[id] }))
			: await listPlaces(db);
	return named.map(({ id, name }) => `${name}; ${numbers.get(id) ?? ''}`.trim()).join('\n');
}

/** Makes these the city's numbers, and notes who did. */
export async function replaceCityNumbers(
	db: Database,
	given: Record<NumberedPart, ReadonlyMap<string, number>>,
	staff: string
): Promise<void> {
	const rows = Object.entries(given).flatMap(([part, numbers]) =>
		[...numbers].map(([key, people]) => ({ part: part as NumberedPart, key, people }))
	);
	await db.transaction().execute(async (trx) => {
		await trx.deleteFrom('city_numbers').execute();
		if (rows.length > 0) await trx.insertInto('city_numbers').values(rows).execute();
		const detail = { places: given.place.size, languages: given.lang.size };
		await logActivity(trx, { staff, action: 'numbers.changed', subject: 'city:numbers', detail });
	});
}

async function listPlaces(db: Database): Promise<{ id: string; name: string }[]> {
	return db
		.selectFrom('neighbourhoods')
		.select(['id', 'name'])
		.where('retired', '=', false)
		.orderBy('position')
		.execute();
}

/** A whole number; dots, commas and spaces may only stand between thousands. */
function numberIn(text: string): number | undefined {
	const plain = text
		.trim()
		.replace(/^"(.*)"$/, '$1')
		.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
	if (!/^(\d+|\d{1,3}([.,\s'’٬]\d{3})+)$/.test(plain)) return undefined;
	const people = Number(plain.replace(/\D/g, ''));
	return people >= 1 && people <= mostPeople ? people : undefined;
}
