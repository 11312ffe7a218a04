// A city with neighbourhoods and a lab, whose needs are told through its door, and a reader who sees who is heard.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Heard } from '../../src/lib/server/heard.ts';
import { addStaff } from '../../src/lib/server/staff.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { aNeed, newId } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';

export const password = 'four plain words here';
export const lab = newId();
/** A session that is told after its needs. */
export const session = newId();
export let database: TestDatabase;
export let door: Door;
export let browser: Browser;

/** Before the tests of a file the city opens; it closes after them. */
export function openHeard(): void {
	beforeAll(async () => {
		database = await openTestDatabase();
		door = await openDoor(database.url);
		const { db } = database;
		const ana = { name: 'Ana', email: 'ana@city.example', role: 'reader', lang: 'es' } as const;
		await db.transaction().execute((trx) => addStaff(trx, ana, password));
		await db
			.insertInto('neighbourhoods')
			.values([
				{ id: 'norte', name: 'Norte', position: 0 },
				{ id: 'port', name: 'Port', position: 1 },
				{ id: 'vell', name: '=Vell', position: 2 }
			])
			.execute();
		await db
			.insertInto('labs')
			.values({ id: lab, name: 'Raval', place: null, address: '', made_at: new Date() })
			.execute();
		browser = openBrowser();
		await browser.signIn(ana.email, password);
	});
	afterAll(async () => {
		await door.close();
		await database.close();
	});
}

export async function send(...submissions: object[]): Promise<void> {
	const response = await fetch(`${door.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions })
	});
	const { results } = (await response.json()) as { results: { result: string }[] };
	expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['accepted']));
}

export const needs = (count: number, given: Parameters<typeof aNeed>[1]) =>
	Array.from({ length: count }, () => aNeed('No hay wifi', given));

export async function read(query = ''): Promise<Heard> {
	return (await browser.open(`/staff/heard${query}`)).data.heard;
}
export const shown = ({ parts }: Heard, part: keyof Heard['parts']) =>
	Object.fromEntries(parts[part].map(({ key, needs }) => [key, needs]));

/** Every count, as a first count finds them in the needs themselves. */
export async function everyCount() {
	const { rows } = await sql`
		select part, week::text, key, needs from heard_counts order by part, week, key`.execute(
		database.db
	);
	return rows;
}
