// A suggested theme that two colleagues take up, or one refuses, at the same moment: one of them has it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, newId } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const page = '/staff/themes/suggestions';
let city: StaffCity;
let colleagues: Browser[];

beforeAll(async () => {
	city = await openStaffCity();
	colleagues = await Promise.all(
		['ana', 'bea', 'carla'].map(async (name) => {
			await city.addMember(`${name}@city.example`);
			const browser = openBrowser();
			await browser.signIn(`${name}@city.example`, password);
			return browser;
		})
	);
});
afterAll(() => city.close());

async function suggest(): Promise<string> {
	const needs = Array.from({ length: 8 }, () => aNeed('El bus llega tarde'));
	await receive(city, { v: 1, submissions: needs }, new Date());
	const id = newId();
	const words = JSON.stringify(['bus', 'tarde']);
	const members = JSON.stringify(needs.map((need) => need.id));
	await city.db
		.insertInto('theme_suggestions')
		.values({ id, made_at: new Date(), lang: 'es', terms: words, shown: words, size: 8, members })
		.execute();
	return id;
}

const themes = () => city.db.selectFrom('themes').select('name').execute();

test.each(['hand', 'rule'])(
	'all take it up at once, by %s: there is one theme, and the others are told that it is gone',
	async (by) => {
		const id = await suggest();
		const before = (await themes()).length;
		const answers = await Promise.all(
			colleagues.map((browser) => browser.post(`${page}?/take`, { id, name: 'Bus', by }))
		);
		const locations = answers.map(({ location }) => location ?? '').sort();
		expect(locations.filter((each) => each === `${page}?done=gone`)).toHaveLength(2);
		expect(locations.filter((each) => /themes\/[-0-9a-f]+\?done=made$/.test(each))).toHaveLength(1);
		expect((await themes()).length - before).toBe(1);
	}
);

test('one takes it up while another refuses it: only one of both is done', async () => {
	for (let round = 0; round < 4; round++) {
		const id = await suggest();
		const before = (await themes()).length;
		const [taken, refused] = await Promise.all([
			colleagues[0]?.post(`${page}?/take`, { id, name: 'Bus', by: 'hand' }),
			colleagues[1]?.post(`${page}?/refuse`, { id })
		]);
		const isTaken = taken?.location !== `${page}?done=gone`;
		expect((await themes()).length - before).toBe(isTaken ? 1 : 0);
		expect(refused?.location).toBe(`${page}?done=${isTaken ? 'gone' : 'refused'}`);
	}
});
