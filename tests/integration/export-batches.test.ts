/** An export of more than is read at once holds each need once, whatever comes or is read slowly meanwhile. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowsAtOnce } from '../../src/lib/server/exports/batches.ts';
import { askExport, openExport } from '../../src/lib/server/exports.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { fillNeeds } from '../bench/needs.ts';
import { aNeed } from './invented.ts';
import { readWorkbook } from './read-workbook.ts';
import { openStaffCity, type StaffCity } from './staff-city.ts';

const many = rowsAtOnce * 2 + 100;
let city: StaffCity;
let ana: string;
/** All numbers in the order in which needs came. */
let numbers: string[];

beforeAll(async () => {
	city = await openStaffCity();
	ana = (await city.addMember('ana@city.example')).id;
	await fillNeeds(city.db, many, { texts: undefined });
	const rows = await city.db
		.selectFrom('needs')
		.select('number')
		.orderBy('received_at')
		.orderBy('id')
		.execute();
	numbers = rows.map(({ number }) => String(number));
	expect(numbers).toHaveLength(many);
}, 60_000);
afterAll(() => city.close());

async function open(format: 'csv' | 'jsonl' | 'geojson' | 'xlsx') {
	const now = new Date();
	const asked = { kind: 'needs', format, reason: 'For the council', filter: 'state=all' } as const;
	const file = await openExport(city.db, ana, await askExport(city.db, ana, asked, now), now);
	if (!file) throw new Error('there is no such file');
	return file.pieces;
}

async function whole(pieces: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
	const all: Buffer[] = [];
	for await (const piece of pieces) all.push(Buffer.from(piece as Uint8Array));
	return Buffer.concat(all);
}

const rowsOf = (csv: Buffer) =>
	parse(csv, { bom: true, columns: true }) as Record<string, string>[];

it('in each format', async () => {
	const csv = rowsOf(await whole(await open('csv')));
	expect(csv.map(({ number }) => number)).toEqual(numbers);
	const lines = (await whole(await open('jsonl'))).toString().trim().split('\n');
	expect(lines.map((line) => String(JSON.parse(line).number))).toEqual(numbers);
	const { features } = JSON.parse((await whole(await open('geojson'))).toString());
	expect(features).toHaveLength(many);
	const [, ...sheet] = readWorkbook(await whole(await open('xlsx'))).flat();
	expect(sheet).toHaveLength(many);
});

it('for a reader who is slow, while others tell', async () => {
	const pieces = (await open('csv'))[Symbol.asyncIterator]();
	const begun = [await pieces.next(), await pieces.next()];
	await receive(city, { v: 1, submissions: [aNeed('Llega mientras se lee')] }, new Date());
	const rest = await whole({ [Symbol.asyncIterator]: () => pieces });
	const first = begun.map(({ value }) => Buffer.from(value as string));
	const got = rowsOf(Buffer.concat([...first, rest])).map(({ number }) => number);
	expect(got.slice(0, many)).toEqual(numbers);
	expect(new Set(got).size).toBe(got.length);
});
