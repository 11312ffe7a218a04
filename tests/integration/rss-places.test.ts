/** News of one neighbourhood for readers of news: what is of it and of the whole city, and nothing of another one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { replaceNeighbourhoods } from '../../src/lib/server/neighbourhoods.ts';
import { GET } from '../../src/routes/[lang=lang]/neighbourhood/rss.xml/+server.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
const ana = openBrowser();

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	await ana.signIn('ana@city.example', password);
	await replaceNeighbourhoods(city.db, [
		{ id: 'raval', name: 'El Raval' },
		{ id: 'centre', name: 'Centre' }
	] as never);
	for (const [place, done] of [
		['', 'Para toda la ciudad'],
		['raval', 'Para el Raval'],
		['centre', 'Para el Centre']
	]) {
		const said = { place: place ?? '', 'said-es': 'Falta luz.', 'done-es': done ?? '' };
		await ana.post('/staff/public-replies?/say', said);
	}
});
afterAll(() => city.close());

async function read(query: string): Promise<{ status: number; text: string }> {
	const url = new URL(`https://plaza.test/es/neighbourhood/rss.xml${query}`);
	const request = new Request(url);
	const answer = await GET({ params: { lang: 'es' }, url, request } as never);
	return { status: answer.status, text: await answer.text() };
}

it('tells the news of all, or of one', async () => {
	const all = await read('');
	for (const words of ['toda la ciudad', 'el Raval', 'el Centre']) {
		expect(all.text).toContain(`Para ${words}`);
	}
	const { text } = await read('?place=raval');
	expect(text).toContain('El Raval</title>');
	expect(text).toContain('neighbourhood/rss.xml?place=raval');
	expect(text).toContain('Para toda la ciudad');
	expect(text).toContain('Para el Raval');
	expect(text).not.toContain('Para el Centre');
});

it('says of a neighbourhood that there is not, that there is none', async () => {
	expect((await read('?place=nowhere')).status).toBe(404);
});
