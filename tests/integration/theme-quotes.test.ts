// Quotes of a theme: only what a person of the staff has read, and never what tells who somebody is.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receive } from '../../src/lib/server/receive.ts';
import { addTheme } from '../../src/lib/server/themes.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;
let staff: string;

beforeAll(async () => {
	city = await openStaffCity();
	staff = (await city.addMember('ana@city.example')).id;
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
});
afterAll(() => city.close());

async function quotesOf(needs: { words: string; state: string }[]): Promise<string[]> {
	const consent = { version: 1, publish: true };
	const told = needs.map(({ words }) => aNeed(words, { body: { consent } }));
	await receive(city, { v: 1, submissions: told }, new Date());
	for (const [at, { id }] of told.entries()) {
		await city.db
			.updateTable('needs')
			.set({ state: needs[at]?.state as never })
			.where('id', '=', id)
			.execute();
	}
	const ids = told.map(({ id }) => id);
	const theme = await addTheme(city.db, { name: 'Luz', rule: null, needs: ids }, staff);
	const { data } = await browser.open(`/staff/themes/${theme === 'full' ? '' : theme.id}`);
	return data.view.quotes.map(({ words }: { words: string }) => words).sort();
}

test('nobody is quoted whom nobody has read, or whose words stand with another need', async () => {
	const states = ['received', 'read', 'in work', 'answered', 'declined', 'joined', 'hidden'];
	const quotes = await quotesOf(states.map((state) => ({ state, words: `Luz: ${state}` })));
	expect(quotes).toEqual(['Luz: answered', 'Luz: declined', 'Luz: in work', 'Luz: read']);
});

test('a phone number or an address that nobody has covered stands in no quote, not even where the quote ends', async () => {
	const long = `${'Hace falta luz. '.repeat(18)}Soy yo: ana.de.la.plaza@correo.example`;
	const quotes = await quotesOf([
		{ state: 'read', words: 'Falta luz, llamen al 612 345 678' },
		{ state: 'read', words: long }
	]);
	expect(quotes[0]).toBe('Falta luz, llamen al ███');
	expect(quotes[1]).toMatch(/luz\. Soy yo: ███$/);
});
