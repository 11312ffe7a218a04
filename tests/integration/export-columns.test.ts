/** What each column of an export means is written down for everybody who reads it: the files and the words never part. */
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportFormats, exportKinds, type ExportFormat } from '../../src/lib/domain/export.ts';
import { languages } from '../../src/lib/domain/language.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import { joinNeeds } from '../../src/lib/server/joins.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { putInTheme } from '../../src/lib/server/theme-needs.ts';
import { addTheme } from '../../src/lib/server/themes.ts';
import { documentedColumns as documented } from './documented-columns.ts';
import { draw } from './drawn-pages.ts';
import { aNeed } from './invented.ts';
import { readWorkbook } from './read-workbook.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;

/** A city of which each kind of file has a row. */
beforeAll(async () => {
	city = await openStaffCity();
	const staff = (await city.addMember('ana@city.example', 'admin')).id;
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
	const consent = { version: 1, publish: true };
	const told = Array.from({ length: 8 }, () => aNeed('Falta luz', { body: { consent } }));
	await receive(city, { v: 1, submissions: told }, new Date());
	const [answered, joined, root] = told.map(({ id }) => id) as [string, string, string];
	const needs = await sql<{ id: string; changed_at: Date }>`
		select id, changed_at from needs`.execute(city.db);
	const seenOf = (id: string) => needs.rows.find((row) => row.id === id)?.changed_at ?? new Date();
	const reply = { kind: 'answered', words: 'Hoy.', lang: 'es' };
	const seen = String(seenOf(answered).getTime());
	await ana.post(`/staff/needs/${answered}?/reply`, { ...reply, seen });
	const marks = { seen: seenOf(joined), seenTo: seenOf(root) };
	await joinNeeds(city.db, { need: joined, to: root, staff, ...marks });
	await sql`update needs set state = 'read' where state = 'received'`.execute(city.db);
	const theme = await addTheme(city.db, { name: 'Luz', rule: null }, staff);
	if (theme === 'full') throw new Error(theme);
	await city.db.transaction().execute((trx) => putInTheme(trx, theme.id, [root]));
});
afterAll(() => city.close());

async function fileOf(kind: string, format: string): Promise<Buffer> {
	const reason = 'For the yearly report to the council';
	const { location = '' } = await ana.post('/staff/exports', { kind, format, reason });
	return Buffer.from(await ((await ana.fetch(location)).data as Response).arrayBuffer());
}

/** The columns as a program finds them that reads a file of this format. */
const columnsIn: Record<ExportFormat, (file: Buffer) => string[]> = {
	csv: (file) => parse(file, { bom: true, to_line: 1 })[0] ?? [],
	xlsx: (file) => readWorkbook(file)[0]?.[0]?.map(({ value }) => value) ?? [],
	geojson: (file) => Object.keys(JSON.parse(file.toString()).features[0].properties),
	jsonl: (file) => Object.keys(JSON.parse(file.toString().split('\n')[0] ?? ''))
};

describe.each(exportKinds)('the file of %s', (kind) => {
	test('has the columns that are documented, each of them once, in each format', async () => {
		const wanted = documented.get(kind)?.toSorted();
		for (const format of exportFormats) {
			const columns = columnsIn[format](await fileOf(kind, format));
			expect([format, columns.toSorted()]).toEqual([format, wanted]);
		}
	});

	test.each(languages)(
		'says on its page in %s what each column means, in their order',
		async (lang) => {
			const { data } = await ana.open('/staff/exports');
			expect(data.columns[kind]).toEqual(columnsIn.csv(await fileOf(kind, 'csv')));
			const html = await draw('exports', data, null, lang);
			const heading = (await staffWords(lang))(`exports.kinds.${kind}`);
			// the heading of each table, and what comes until the next one
			const part = html.split(/<h2[^>]*>/).findLast((each) => each.startsWith(`${heading}</h2>`));
			const rows = /<dt[^>]*>.*?>(\w+)<.*?<dd[^>]*>(.*?)<\/dd>/gs;
			const said = [...(part ?? '').matchAll(rows)];
			expect(said.map(([, column]) => column)).toEqual(data.columns[kind]);
			for (const [, column, meaning] of said) expect(meaning, column).toMatch(/\p{L}{2}/u);
		}
	);
});
