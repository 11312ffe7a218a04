// The numbers of a theme as a file: those of its page, the same ones hidden, and nothing that a spreadsheet would run.
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replaceNeighbourhoods } from '../../src/lib/server/neighbourhoods.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { addTheme } from '../../src/lib/server/themes.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;
let theme: string;

beforeAll(async () => {
	city = await openStaffCity();
	const staff = (await city.addMember('ana@city.example', 'reader')).id;
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
	await replaceNeighbourhoods(city.db, [
		{ id: 'sol', name: '=Sol' },
		{ id: 'port', name: 'Port' }
	]);
	const told = (count: number, lang: string, place: string | null) =>
		Array.from({ length: count }, () => aNeed('Luz', { lang, body: { place } }));
	const needs = [...told(7, 'es', 'sol'), ...told(3, 'ar', 'port'), ...told(5, 'nl', null)];
	await receive(city, { v: 1, submissions: needs }, new Date());
	const ids = needs.map(({ id }) => id);
	const made = await addTheme(city.db, { name: 'Luz', rule: null, needs: ids }, staff);
	theme = `/staff/themes/${made === 'full' ? '' : made.id}`;
});
afterAll(() => city.close());

test('whoever may see the page takes its numbers along, the hidden ones are not in it, and it runs nothing', async () => {
	const response = (await browser.fetch(`${theme}/numbers.csv`)).data as Response;
	expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
	expect(response.headers.get('content-disposition')).toMatch(
		/^attachment; filename="plaza-theme-/
	);
	const bytes = new Uint8Array(await response.arrayBuffer());
	// by its mark Excel knows the alphabet
	expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
	const text = new TextDecoder().decode(bytes);
	const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
	const { view } = (await browser.open(theme)).data;
	const of = (part: string) => rows.filter((row) => row['part'] === part);
	expect(of('all')).toEqual([{ part: 'all', key: '', name: '', needs: '15' }]);
	expect(of('week').map(({ key, needs }) => [key, needs])).toEqual(
		view.weeks.map(({ value, count }: { value: string; count: number | null }) => [
			...[value, String(count ?? '')]
		])
	);
	expect(of('week').at(-1)?.['needs']).toBe('15');
	expect(of('week')[0]?.['needs']).toBe('');
	expect(of('place')).toEqual([
		{ part: 'place', key: 'sol', name: "'=Sol", needs: '5' },
		{ part: 'place', key: '', name: '', needs: '5' }
	]);
	expect(of('lang').map(({ key, needs }) => [key, needs])).toEqual([
		['es', '5'],
		['nl', '5']
	]);
	expect(text).not.toContain('Port');
});

test('there is none of a theme that is not there', async () => {
	const nobody = '/staff/themes/0199aaaa-0000-7000-8000-000000000000/numbers.csv';
	expect((await browser.fetch(nobody)).status).toBe(404);
});
