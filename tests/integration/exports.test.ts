import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverFound } from '../../src/lib/domain/personal-data/find.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { exportLasts } from '../../src/lib/server/exports.ts';
import { replaceNeighbourhoods } from '../../src/lib/server/neighbourhoods.ts';
import { formulas } from './formulas.ts';
import { aNeed, newSecrets } from './invented.ts';
import { readWorkbook } from './read-workbook.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const reason = 'For the yearly report to the council';
const square = [
	[
		[0, 0],
		[2, 0],
		[2, 2],
		[0, 2],
		[0, 0]
	]
];
let city: StaffCity;
let ana: Browser;
const all = formulas.map((words, at) =>
	aNeed(words, {
		secrets: newSecrets(),
		lang: at % 2 ? 'es' : 'ar',
		session: '01890000-0000-7000-8000-000000000001',
		body: {
			topic: at % 3 ? 'access' : 'safety',
			place: at % 4 ? 'centro' : null,
			consent: { version: 1, publish: at % 5 > 0 }
		}
	} as never)
);
/** Those that the door lets in: it takes no signs that steer. */
let told: typeof all;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	await city.addMember('bea@city.example', 'admin');
	await city.addMember('carla@city.example', 'reader');
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
	const shape = { type: 'Polygon', coordinates: square };
	await replaceNeighbourhoods(city.db, [{ id: 'centro', name: '=Centro', shape }] as never);
	const { results } = await receive(city, { v: 1, submissions: all }, new Date());
	told = all.filter((_, at) => results[at]?.result === 'accepted');
	expect(told.length).toBeGreaterThan(30);
	const answered = `/staff/needs/${told[1]?.id}`;
	const { data } = await ana.open(answered);
	const seen = String(data.need.changedAt.getTime());
	const reply = { seen, kind: 'answered', words: '=We mend it', lang: 'es' };
	await ana.post(`${answered}?/reply`, reply);
});
afterAll(() => city.close());

async function ask(browser: Browser, kind: string, format: string, query = '') {
	return browser.post(`/staff/exports${query}`, { kind, format, reason });
}

async function bytesOf(kind: string, format: string, query = ''): Promise<Buffer> {
	const { location = '' } = await ask(ana, kind, format, query);
	const { data } = await ana.fetch(location);
	return Buffer.from(await (data as Response).arrayBuffer());
}

async function csvOf(kind: string, query = ''): Promise<Record<string, string>[]> {
	return parse(await bytesOf(kind, 'csv', query), { bom: true, columns: true });
}

const bare = (text: string) => text.replaceAll("'", '').replace(/\r\n?/g, '\n').trim();

describe('an export', () => {
	it('holds every need once in each format, in the order in which they came', async () => {
		const numbers = (
			await city.db
				.selectFrom('needs')
				.select('number')
				.orderBy('received_at')
				.orderBy('id')
				.execute()
		).map(({ number }) => number);
		expect((await csvOf('needs')).map((row) => row.number)).toEqual(numbers);
		const lines = (await bytesOf('needs', 'jsonl')).toString().trimEnd().split('\n');
		expect(lines.map((line) => String(JSON.parse(line).number))).toEqual(numbers);
		const { features } = JSON.parse((await bytesOf('needs', 'geojson')).toString());
		expect(features.map((each: never) => String(each['properties']['number']))).toEqual(numbers);
		const [sheet = []] = readWorkbook(await bytesOf('needs', 'xlsx'));
		expect(sheet.slice(1).map(([number]) => number?.value)).toEqual(numbers);
	});

	it('keeps each word, and what would be a formula is text in it', async () => {
		const words = told.map(({ body }) => bare(body.words)).sort();
		expect((await csvOf('needs')).map((row) => bare(row.words ?? '')).sort()).toEqual(words);
		const [sheet = []] = readWorkbook(await bytesOf('needs', 'xlsx'));
		const at = sheet[0]?.findIndex(({ value }) => value === 'words') ?? -1;
		expect(
			sheet
				.slice(1)
				.map((row) => bare(row[at]?.value ?? ''))
				.sort()
		).toEqual(words);
		expect(sheet.slice(1).every((row) => row[at]?.type === 'text')).toBe(true);
	});

	it('lies on the map in the middle of its neighbourhood, or nowhere', async () => {
		const { features } = JSON.parse((await bytesOf('needs', 'geojson')).toString());
		for (const { geometry, properties } of features) {
			const point = { type: 'Point', coordinates: [1, 1] };
			expect(geometry).toEqual(properties.place === 'centro' ? point : null);
		}
	});

	it('holds what the filter of the inbox gives, and nothing else', async () => {
		const list = encodeURIComponent('state=open&topic=safety&lang=ar');
		const rows = await csvOf('needs', `?list=${list}`);
		const expected = told.filter(({ lang, body }) => lang === 'ar' && body.topic === 'safety');
		expect(rows).toHaveLength(expected.length);
		expect(new Set(rows.map(({ topic, lang, state }) => `${topic} ${lang} ${state}`))).toEqual(
			new Set(['safety ar received'])
		);
		expect(await csvOf('needs', `?list=${encodeURIComponent('state=all&q=no such word')}`)).toEqual(
			[]
		);
	});

	it('of answers names who wrote each, and gives its need', async () => {
		const rows = await csvOf('answers');
		expect(rows).toMatchObject([
			{ words: "'=We mend it", by: 'Name of ana@city.example', need_state: 'answered' }
		]);
		const list = encodeURIComponent('state=declined');
		expect(await csvOf('answers', `?list=${list}`)).toEqual([]);
	});

	it('tells nothing by which a person is found: no id, no session, no secret', async () => {
		for (const kind of ['needs', 'answers', 'joins', 'themes', 'publication']) {
			const text = (await bytesOf(kind, 'jsonl')).toString();
			for (const { id, watchHash, session } of told)
				for (const secret of [id, watchHash, session]) expect(text).not.toContain(secret);
		}
	});
});

describe('an export for publication', () => {
	it('has only what people agreed to and staff have read', async () => {
		const read = sql`update needs set state = 'read' where state = 'received' and topic = 'access'`;
		await read.execute(city.db);
		const rows = await csvOf('publication');
		const agreed = told.filter(
			({ id, body }) => body.consent.publish && (body.topic === 'access' || id === told[1]?.id)
		);
		expect(rows.map(({ words }) => bare(words ?? '')).sort()).toEqual(
			agreed.map(({ body }) => bare(coverFound(body.words))).sort()
		);
		expect(Object.keys(rows[0] ?? {})).not.toContain('number');
		expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['open', 'answered']));
	});

	it('tells of no circumstances that fewer than five needs share', async () => {
		const rows = await csvOf('publication');
		const groups = Map.groupBy(rows, ({ month, place, lang }) => `${month} ${place} ${lang}`);
		expect([...groups.values()].filter((group) => group.length < 5)).toEqual([]);
	});

	it('is the same whatever filter somebody comes with', async () => {
		const list = encodeURIComponent('state=all&lang=ar');
		expect(await csvOf('publication', `?list=${list}`)).toEqual(await csvOf('publication'));
	});
});

describe('who exports', () => {
	it('says why, and nothing leaves without it', async () => {
		for (const wrong of ['', '   ', 'test', 'x'.repeat(301)]) {
			const { status, data } = await ana.post('/staff/exports', {
				kind: 'needs',
				format: 'csv',
				reason: wrong
			});
			expect(status).toBe(400);
			expect(data).toMatchObject({ typed: { reason: wrong }, problems: { reason: {} } });
		}
		for (const wrong of [{ kind: 'staff' }, { format: 'exe' }]) {
			const asked = { kind: 'needs', format: 'csv', reason, ...wrong };
			expect((await ana.post('/staff/exports', asked)).status).toBe(400);
		}
	});

	it('stands in the log and in the list with the reason, before a byte has left', async () => {
		const { location = '' } = await ask(ana, 'needs', 'csv');
		const id = location.split('/').at(-1);
		const entry = await city.db
			.selectFrom('activity')
			.selectAll()
			.where('subject', '=', `export:${id}`)
			.executeTakeFirstOrThrow();
		expect(entry).toMatchObject({ action: 'export.asked', detail: { kind: 'needs', reason } });
		const listed = async () => {
			const { data } = await ana.open('/staff/exports');
			return data.exports.find((row: { id: string }) => row.id === id);
		};
		expect(await listed()).toMatchObject({
			reason,
			by: 'Name of ana@city.example',
			ended_at: null
		});
		const { data } = await ana.fetch(location);
		await (data as Response).arrayBuffer();
		expect(await listed()).toMatchObject({ lines: String(told.length) });
	});

	it('gets only what was asked for by herself, within an hour', async () => {
		const { location = '' } = await ask(ana, 'needs', 'csv');
		const bea = openBrowser();
		await bea.signIn('bea@city.example', password);
		expect((await bea.fetch(location)).status).toBe(404);
		expect((await ana.fetch('/staff/exports/none')).status).toBe(404);
		await sql`update exports set asked_at = asked_at - ${`${exportLasts} ms`}::interval`.execute(
			city.db
		);
		expect((await ana.fetch(location)).status).toBe(404);
	});

	it('has the right to; a reader has not', async () => {
		const { location = '' } = await ask(ana, 'needs', 'csv');
		const carla = openBrowser();
		await carla.signIn('carla@city.example', password);
		for (const path of ['/staff/exports', location])
			expect((await carla.open(path)).location).toBe('/staff/refused');
	});

	it('may break off, and nothing goes on reading', async () => {
		const { location = '' } = await ask(ana, 'needs', 'jsonl');
		const { data } = await ana.fetch(location);
		const reader = ((data as Response).body as ReadableStream).getReader();
		await reader.read();
		await reader.cancel();
		const { rows } = await sql<{ count: number }>`
			select count(*)::int as count from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`.execute(
			city.db
		);
		expect(rows[0]?.count).toBe(0);
	});
});
