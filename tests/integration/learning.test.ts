/** Where people stop: what phones send through the city's door becomes the numbers that staff see. */
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attempt } from '../../src/lib/domain/attempt.ts';
import type { StepFigures } from '../../src/lib/domain/learning.ts';
import { addStaff } from '../../src/lib/server/staff.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { aNeed, aStep, aWithdrawal, newId, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';

const password = 'four plain words here';
const from = { lesson: 'book-appointment/service-day-hour', step: 'pretend-booking' };
const scam = { lesson: 'scam-messages/parcel-fee', step: 'pretend-inbox' };

let database: TestDatabase;
let door: Door;
let browser: Browser;

beforeAll(async () => {
	database = await openTestDatabase();
	door = await openDoor(database.url);
	const ana = { name: 'Ana', email: 'ana@city.example', role: 'coordinator', lang: 'es' } as const;
	await database.db.transaction().execute((trx) => addStaff(trx, ana, password));
	browser = openBrowser();
	await browser.signIn(ana.email, password);
});
afterAll(async () => {
	await door.close();
	await database.close();
});

async function send(submissions: object[]): Promise<string[]> {
	const response = await fetch(`${door.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions })
	});
	const { results } = (await response.json()) as { results: { result: string }[] };
	return [...new Set(results.map(({ result }) => result))];
}

function tries(count: number, attempt: Partial<Attempt>, at = from, lang = 'es') {
	const whole = { misses: 0, hints: 0, seconds: 30, dontKnow: 0, ...attempt };
	return Array.from({ length: count }, () => aStep({ lang, body: { ...at, attempt: whole } }));
}

async function open(query = ''): Promise<(StepFigures & { name: object })[]> {
	const { data } = await browser.open(`/staff/learning${query}`);
	return data.groups.flatMap(([, rows]: [string, StepFigures[]]) => rows);
}

test('Without anything learnt there is nothing to show', async () => {
	expect(await open()).toEqual([]);
});

describe('When people have tried', () => {
	beforeAll(async () => {
		const sent = [
			...tries(11, { seconds: 40 }),
			...tries(10, { seconds: 50, result: 'reached' }),
			...tries(3, { misses: 2, seconds: 90 }),
			...tries(4, { hints: 1, seconds: 200 }),
			...tries(4, { dontKnow: 1, seconds: 300 }, from, 'ar'),
			...tries(8, { misses: 5, seconds: 2, result: 'left' }),
			...tries(4, { result: 'left' }, scam),
			// a step without a try, as when something was read
			...Array.from({ length: 9 }, () => aStep({ body: { ...from, step: 'why-book' } }))
		];
		expect(await send(sent)).toEqual(['accepted']);
	});

	test('staff see how it went at each step, in fives, and nothing of fewer than five', async () => {
		expect(await open()).toEqual([
			{
				...from,
				...{ tries: 40, stopped: 15, helped: 10, left: 5, alone: 20, seconds: 50, needs: null },
				name: expect.objectContaining({
					lang: 'es',
					href: '/es/learn/book-appointment/service-day-hour#pretend-booking'
				}) as object
			}
		]);
	});

	test('one language, one module or some days are a part of it', async () => {
		expect(await open('?lang=ar')).toEqual([]);
		expect(await open('?lang=es')).toMatchObject([{ tries: 35, helped: 5 }]);
		expect(await open('?module=scam-messages')).toEqual([]);
		expect(await open('?module=book-appointment&days=30')).toMatchObject([{ tries: 40 }]);
		expect(await open('?module=no-such-module')).toEqual([]);
		await sql`update progress set received_at = received_at - interval '40 days'`.execute(
			database.db
		);
		expect(await open('?days=30')).toEqual([]);
		expect(await open('?days=90')).toMatchObject([{ tries: 40 }]);
	});

	test('what phones of before say, who know no result, counts as reached', async () => {
		const frozen = ['progress', 'progress-in-full', 'progress-left'].map((name) => {
			const file = join(import.meta.dirname, `../fixtures/envelopes/1/${name}.json`);
			return (JSON.parse(readFileSync(file, 'utf8')) as { submission: object }).submission;
		});
		expect(await send(frozen)).toEqual(['accepted']);
		const again = Array.from({ length: 7 }, () => ({ ...frozen[0], id: newId() }));
		expect(await send(again)).toEqual(['accepted']);
		expect(await open('?module=scam-messages')).toMatchObject([
			{ step: 'look', tries: 10, stopped: 10, helped: 5, left: null, alone: null, seconds: 40 }
		]);
	});

	test('a result that nobody knows is refused, alone', async () => {
		const [odd] = tries(1, { result: 'won' as 'left' });
		expect(await send([odd as object, ...tries(1, {}, scam)])).toEqual(['rejected', 'accepted']);
	});

	test('the file has the same numbers, the hidden ones empty', async () => {
		const { data } = await browser.fetch('/staff/learning.csv?module=book-appointment');
		const response = data as Response;
		expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
		expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename=".*\.csv"$/);
		const rows: unknown = parse(await response.text(), { bom: true, columns: true });
		expect(rows).toMatchObject([
			{
				...from,
				...{ tries: '40', stopped: '15', helped: '10', left: '5', alone: '20' },
				...{ median_seconds: '50', needs: '' }
			}
		]);
	});
});

describe('When needs are told from a step', () => {
	const told: string[] = [];
	const secrets = newSecrets();

	beforeAll(async () => {
		const needs = [
			...Array.from({ length: 6 }, () => aNeed('La cita pide un correo', { body: { from } })),
			aNeed('No hay horas', { secrets, body: { from } }),
			aNeed('Otra parte', { body: { from: { ...from, step: 'which-service' } } }),
			aNeed('En otra lengua', { lang: 'ar', body: { from: scam } }),
			aNeed('Sin lección'),
			aNeed('Palabras', { body: { from: { lesson: 'Me llamo Ana', step: 'aquí' } } })
		];
		told.push(...needs.map(({ id }) => id));
		expect(await send(needs)).toEqual(['accepted']);
	});

	async function inbox(query: string) {
		const { data } = await browser.open(`/staff?${query}`);
		const { rows, counts } = data.inbox;
		const ids = new Set(rows.map(({ id }: { id: string }) => id));
		const plain = (map: Map<string, number>) => Object.fromEntries(map);
		return { ids, total: counts.total, lesson: plain(counts.lesson), step: plain(counts.step) };
	}

	test('staff see how many, and find them in the inbox with all its counts', async () => {
		expect(await open('?module=book-appointment')).toMatchObject([{ ...from, needs: 5 }]);
		const query = `lesson=${from.lesson}&step=${from.step}`;
		expect(await inbox(query)).toEqual({
			ids: new Set(told.slice(0, 7)),
			total: 7,
			lesson: { '': 11, [from.lesson]: 8, [scam.lesson]: 1 },
			step: { '': 8, 'pretend-booking': 7, 'which-service': 1 }
		});
		expect((await inbox(`lesson=${from.lesson}`)).ids).toEqual(new Set(told.slice(0, 8)));
		expect(await inbox(`${query}&lang=ar`)).toMatchObject({
			total: 0,
			lesson: { '': 1, [scam.lesson]: 1 }
		});
		expect(await inbox('q=lengua')).toMatchObject({
			total: 1,
			lesson: { '': 1, [scam.lesson]: 1 }
		});
	});

	test('another lesson chosen in the form lets the step of the one before go', async () => {
		const chosen = `lesson=${scam.lesson}&step=${from.step}&of=${from.lesson}`;
		expect((await inbox(chosen)).ids).toEqual(new Set([told[8]]));
		expect((await inbox(`step=${from.step}`)).total).toBe(11);
	});

	test('a need says from which step it was told; words where a lesson should stand are not shown', async () => {
		const seen = await Promise.all(
			[told[0], told[9], told[10]].map(
				async (id) => (await browser.open(`/staff/needs/${id}`)).data
			)
		);
		expect(seen[0].from).toMatchObject({
			lang: 'es',
			href: `/es/learn/${from.lesson}#${from.step}`
		});
		expect([seen[1].from, seen[2].from]).toEqual([null, null]);
	});

	test('one that is taken back is counted no more, and nothing says where it was told', async () => {
		expect(await send([aWithdrawal(secrets)])).toEqual(['accepted']);
		expect((await inbox(`state=all&lesson=${from.lesson}&step=${from.step}`)).total).toBe(6);
		const row = await database.db
			.selectFrom('needs')
			.selectAll()
			.where('id', '=', told[6] ?? '')
			.execute();
		expect(row).toMatchObject([{ state: 'withdrawn', lesson: null, step: null }]);
	});
});

test('A page has the sixty steps where most people stop, and says how many more the file has', async () => {
	const many = Array.from({ length: 62 }, (_, n) => ({ lesson: 'many/steps', step: `s-${n}` }));
	const seconds = (at: (typeof many)[number]) => 100 + many.indexOf(at) * 5;
	const sent = many.flatMap((at) => tries(5, { hints: 1, seconds: seconds(at) }, at, 'nl'));
	expect(await send(sent)).toEqual(['accepted']);
	const { data } = await browser.open('/staff/learning?lang=nl');
	const [[, shown]] = data.groups as [[string, StepFigures[]]];
	expect([data.groups.length, shown.length, data.more]).toEqual([1, 60, 2]);
	for (const figures of shown) {
		const at = many.find(({ step }) => step === figures.step) ?? from;
		expect(figures).toMatchObject({ tries: 5, stopped: 5, seconds: seconds(at) });
	}
	const file = (await browser.fetch('/staff/learning.csv?lang=nl')).data as Response;
	expect((await file.text()).match(/many\/steps/g)).toHaveLength(62);
});

test('Who is not signed in sees neither the page nor the file', async () => {
	for (const path of ['/staff/learning', '/staff/learning.csv']) {
		const { status, location } = await openBrowser().open(path);
		expect([status, location]).toEqual([303, `/staff/sign-in?next=${encodeURIComponent(path)}`]);
	}
});
