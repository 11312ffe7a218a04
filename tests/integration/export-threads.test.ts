import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinNeeds, splitNeed } from '../../src/lib/server/joins.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { lockThemes, putInTheme, takeOutOfTheme } from '../../src/lib/server/theme-needs.ts';
import { addTheme } from '../../src/lib/server/themes.ts';
import { aNeed, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let staff: string;
let ana: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	staff = (await city.addMember('ana@city.example')).id;
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
});
afterAll(() => city.close());

async function tell(lang = 'es') {
	const need = aNeed('Falta una rampa', { secrets: newSecrets(), lang });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	const { number } = await rowOf(need.id);
	return { id: need.id, number };
}

const rowOf = (id: string) =>
	city.db.selectFrom('needs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const seenOf = async (id: string) => (await rowOf(id)).changed_at;

async function join(need: string, to: string): Promise<void> {
	const marks = { seen: await seenOf(need), seenTo: await seenOf(to) };
	await joinNeeds(city.db, { need, to, staff, ...marks });
}

async function theme(name: string): Promise<string> {
	const made = await addTheme(city.db, { name, rule: null }, staff);
	if (made === 'full') throw new Error(made);
	return made.id;
}

async function csvOf(kind: string, list: string): Promise<Record<string, string>[]> {
	const asked = { kind, format: 'csv', reason: 'For the yearly report to the council' };
	const page = `/staff/exports?list=${encodeURIComponent(list)}`;
	const { location = '' } = await ana.post(page, asked);
	const file = Buffer.from(await ((await ana.fetch(location)).data as Response).arrayBuffer());
	return parse(file, { bom: true, columns: true });
}

describe('an export', () => {
	it('of joins tells what was joined to what, when, by whom, and how it ended', async () => {
		const [root, first, second] = [await tell(), await tell(), await tell()];
		await join(first.id, root.id);
		await join(second.id, root.id);
		await splitNeed(city.db, { need: second.id, staff, seen: await seenOf(second.id) });
		const by = 'Name of ana@city.example';
		const common = { joined_to: root.number, joined_by: by, from_state: 'received' };
		const rows = await csvOf('joins', 'state=all');
		expect(rows).toMatchObject([
			{ number: first.number, ...common, ended_at: '', how_ended: '', ended_by: '' },
			{ number: second.number, ...common, how_ended: 'split', ended_by: by }
		]);
		const [begun, ended] = [rows[1]?.joined_at ?? '', rows[1]?.ended_at ?? ''];
		expect(Date.parse(ended)).toBeGreaterThan(Date.parse(begun));
		expect(await csvOf('joins', 'state=joined')).toMatchObject([{ number: first.number }]);
	});

	it('of themes has a row for each need in each of them, and none that a hand took out', async () => {
		const [spanish, arabic, out] = [await tell(), await tell('ar'), await tell()];
		const [lifts, ramps] = [await theme('=Lifts'), await theme('Ramps')];
		await city.db.transaction().execute(async (trx) => {
			await lockThemes(trx);
			await putInTheme(trx, lifts, [spanish.id, arabic.id, out.id]);
			await putInTheme(trx, ramps, [spanish.id]);
			await takeOutOfTheme(trx, lifts, out.id);
		});
		const told = async (list: string) =>
			(await csvOf('themes', list)).map(
				({ theme, number, put_in_by: by, need_lang: lang }) => `${theme} ${number} ${by} ${lang}`
			);
		const ofSpanish = [`'=Lifts ${spanish.number} hand es`, `Ramps ${spanish.number} hand es`];
		const ofArabic = [`'=Lifts ${arabic.number} hand ar`];
		expect((await told('state=all')).sort()).toEqual([...ofSpanish, ...ofArabic].sort());
		expect(await told('state=all&lang=ar')).toEqual(ofArabic);
	});
});
