/** The city's own numbers: how many people live in each neighbourhood, speak each language, are of each age and gender. */
import { ages, genders } from '../domain/about-you.ts';
import { languageNames, languages, localeOf } from '../domain/language.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';

export const numberedParts = ['place', 'lang', 'age', 'gender'] as const;

export type NumberedPart = (typeof numberedParts)[number];

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

/** All numbers of the city, by kind and key. */
export async function readAllNumbers(db: Database) {
	return db
		.selectFrom('city_numbers')
		.select(['part', 'key', 'people'])
		.orderBy('part')
		.orderBy('key')
		.execute();
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
function spelling(name: string): string {
	return name
		.trim()
		.replace(/^"(.*)"$/, '$1')
		.trim()
		.normalize('NFC')
		.toLowerCase();
}

/** A language may be written by its code, or by its name in any of the eight. */
function languageKeys(): Map<string, string> {
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

/**
 * What may stand on a line of a part: what is counted by its id or its name.
 * @param genderNames what genders are called in the words of who reads
 */
export async function numberKeys(
	db: Database,
	part: NumberedPart,
	genderNames: GenderNames
): Promise<Map<string, string>> {
	if (part === 'lang') return languageKeys();
	const named = await namedOf(db, part, genderNames);
	return new Map(
		named.flatMap(({ id, name }) => [[id, id] as const, [spelling(name), id] as const])
	);
}

/** All lines as they can be changed: those without a number too. */
export async function writeNumberLines(
	db: Database,
	part: NumberedPart,
	genderNames: GenderNames
): Promise<string> {
	const [numbers, named] = await Promise.all([
		readCityNumbers(db, part),
		namedOf(db, part, genderNames)
	]);
	return named.map(({ id, name }) => `${name}; ${numbers.get(id) ?? ''}`.trim()).join('\n');
}

export type GenderNames = Record<(typeof genders)[number], string>;

async function namedOf(db: Database, part: NumberedPart, genderNames: GenderNames) {
	if (part === 'place') return listPlaces(db);
	if (part === 'lang') return languages.map((id) => ({ id, name: languageNames[id] }));
	if (part === 'age') return ages.map((id) => ({ id, name: id }));
	return genders.map((id) => ({ id, name: genderNames[id] }));
}

/**
 * Makes these the city's numbers of these parts, and notes who did, with what people are asked.
 * @param trx a transaction of the caller's
 */
export async function replaceCityNumbers(
	trx: Database,
	given: ReadonlyMap<NumberedPart, ReadonlyMap<string, number>>,
	asks: readonly string[],
	staff: string
): Promise<void> {
	const rows = [...given].flatMap(([part, numbers]) =>
		[...numbers].map(([key, people]) => ({ part, key, people }))
	);
	await trx
		.deleteFrom('city_numbers')
		.where('part', 'in', [...given.keys()])
		.execute();
	if (rows.length > 0) await trx.insertInto('city_numbers').values(rows).execute();
	const counts = Object.fromEntries([...given].map(([part, numbers]) => [part, numbers.size]));
	const detail = { ...counts, asks: asks.join(' ') };
	await logActivity(trx, { staff, action: 'numbers.changed', subject: 'city:numbers', detail });
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
