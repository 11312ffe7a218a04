/** What came of sessions, as a file: all of it, however much, read some at a time, for whoever is still signed in. */
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rowsAtOnce } from '../../src/lib/server/exports/batches.ts';
import { newId } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const many = 10_700;
const lab = newId();
let city: StaffCity;
let ana: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	await city.db
		.insertInto('labs')
		.values({ id: lab, name: 'Raval', place: null, address: '', made_at: new Date() })
		.execute();
	// three hundred in each request, in the same instant to the microsecond
	const toldAt = sql`timestamptz '2026-01-01' + at / 300 * interval '1.000001 seconds'`;
	const all = sql`generate_series(1, ${sql.lit(many)}) as at`;
	await sql`
		insert into held_sessions (id, lab, received_at, started_at, ends_at, modules, languages)
		select gen_random_uuid(), ${lab}, ${toldAt}, '2026-01-01T10:00:00Z', '2026-01-01T12:00:00Z',
			array['m-' || at], array['es']
		from ${all}`.execute(city.db);
	await sql`
		insert into workshops (id, workshop, session, lab, received_at, held_at, lang, way, people, opinion_groups, groups)
		select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), ${lab}, ${toldAt},
			'2026-01-01T10:00:00Z', 'es', 'codes', 12, 1, jsonb_build_array(
				jsonb_build_object('name', 'n-' || at, 'topic', 'connection', 'needs', '[]'::jsonb, 'told', 12,
					'yes', 12, 'not', 0, 'neither', 0, 'dots', 12, 'consensus', 0.9))
		from ${all}`.execute(city.db);
}, 60_000);
afterAll(() => city.close());
beforeEach(async () => {
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
});

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

async function open(list: string): Promise<ReadableStreamDefaultReader<Uint8Array>> {
	const { status, data } = await ana.fetch(`/staff/${list}.csv`);
	expect(status).toBe(200);
	return (data as Response).body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
}

async function rest(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string[]> {
	const pieces: string[] = [];
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return pieces;
		pieces.push(utf8.decode(value));
	}
}

const rowsOf = (pieces: string[]): Record<string, string>[] =>
	parse(pieces.join(''), { bom: true, columns: true });

/** Numbers of what was made above, which say what each row is, without repetition. */
const allOf = (letter: string) =>
	Array.from({ length: many }, (_, at) => `${letter}-${at + 1}`).toSorted();

describe('The file of all sessions, and of all workshops,', () => {
	test.each([
		['held', 'modules', 'm'],
		['workshops', 'name', 'n']
	])(
		'%s: has each of more than ten thousand once, some at a time',
		async (list, column, letter) => {
			const pieces = await rest(await open(list));
			for (const piece of pieces)
				expect(piece.split('\r\n').length - 1).toBeLessThanOrEqual(rowsAtOnce);
			expect(pieces.length).toBeGreaterThan(many / rowsAtOnce);
			const rows = rowsOf(pieces);
			expect(rows.map((row) => row[column]).toSorted()).toEqual(allOf(letter));
			if (list === 'workshops')
				expect(rows.map(({ workshop }) => Number(workshop))).toEqual(rows.map((_, at) => at + 1));
		}
	);

	test.each(['held', 'workshops'])('%s: ends for whoever signs out meanwhile', async (list) => {
		const reader = await open(list);
		await reader.read();
		await city.db.deleteFrom('staff_sign_ins').execute();
		await expect(rest(reader)).rejects.toThrow('signed out');
	});

	test('has a workshop once that is told again, with more people, while it is read', async () => {
		const reader = await open('workshops');
		const begun = [await reader.read(), await reader.read()];
		const told = await sql<{ id: string; name: string }>`
			insert into workshops (id, workshop, session, lab, received_at, held_at, lang, way, people, opinion_groups, groups)
			select gen_random_uuid(), workshop, session, lab, now(), held_at, lang, way, 20, 1, groups
			from workshops where groups #>> '{0,name}' in ('n-1', ${`n-${many}`})
			returning id, groups #>> '{0,name}' as name`.execute(city.db);
		const first = begun.map(({ value }) => utf8.decode(value));
		const rows = rowsOf([...first, ...(await rest(reader))]);
		expect(rows.map(({ name }) => name).toSorted()).toEqual(allOf('n'));

		// the next file has it as it was told with the most people, first
		const next = rowsOf(await rest(await open('workshops')));
		expect(next).toHaveLength(many);
		expect(
			next
				.slice(0, 2)
				.map(({ name, people }) => [name, people])
				.toSorted()
		).toEqual(told.rows.map(({ name }) => [name, '20']).toSorted());
	});
});
