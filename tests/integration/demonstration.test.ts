import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { topics } from '../../src/lib/domain/need.ts';
import {
	demonstrationNeeds,
	demonstrationPlaces
} from '../../src/lib/server/demonstration-needs.ts';
import { readSettings } from '../../src/lib/server/settings.ts';
import { openSetupLink } from '../../src/lib/server/setup-links.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	browser = openBrowser();
	const token = await openSetupLink(city.db, { purpose: 'first', role: 'admin' });
	const page = `/staff/setup/${token}`;
	const missing = await browser.post(`${page}?/demonstration`, { name: 'Ana', city: 'Typed' });
	expect(Object.keys(missing.data.problems)).toEqual(['email', 'password']);
	expect(missing.data.city.city).toBe('Typed');
	const answer = await browser.post(`${page}?/demonstration`, {
		name: 'Ana',
		email: 'ana@city.example',
		password
	});
	expect(answer).toMatchObject({ status: 303, location: '/staff' });
});
afterAll(() => city.close());

test('A demonstration city says that it is one', async () => {
	expect(await readSettings(city.db)).toMatchObject({ demonstration: true, languages });
});

test('Its needs lie in the inbox like real ones, in all eight languages and topics, with receipts', async () => {
	const { data } = await browser.open('/staff?state=all');
	expect(data.inbox.counts.total).toBe(demonstrationNeeds.length);
	expect(data.inbox.rows).toHaveLength(40);
	const { lang, topic, place } = data.inbox.counts;
	expect([...lang.keys()].filter(Boolean).sort()).toEqual([...languages].sort());
	expect([...topic.keys()].filter(Boolean).sort()).toEqual([...topics].sort());
	expect([...place.keys()]).toHaveLength(demonstrationPlaces.length + 2);
	const { count } = await city.db
		.selectFrom('submissions')
		.select(({ fn }) => fn.countAll<string>().as('count'))
		.where('kind', '=', 'need')
		.executeTakeFirstOrThrow();
	expect(Number(count)).toBe(40);
});

test('It has two labs, and sessions there in several of its languages for weeks to come', async () => {
	const { data } = await browser.open('/staff/sessions');
	expect(data.rows).toHaveLength(18);
	const names = data.rows.map(({ labName }: { labName: string }) => labName);
	expect(new Set(names).size).toBe(2);
	const spoken = data.rows.flatMap(({ languages }: { languages: string[] }) => languages);
	expect(new Set(spoken).size).toBeGreaterThan(4);
	const last = data.rows.at(-1).startsAt.getTime();
	expect(last).toBeGreaterThan(Date.now() + 30 * 24 * 60 * 60 * 1000);
	expect((await browser.open('/staff/labs')).data.labs).toHaveLength(2);
});

test('Some are answered, some said no to, some in work, one taken back', async () => {
	const { data } = await browser.open('/staff?state=all');
	const { state } = data.inbox.counts;
	expect(state.get('answered')).toBeGreaterThan(5);
	expect(state.get('declined')).toBe(1);
	expect(state.get('in work')).toBeGreaterThan(3);
	expect(state.get('withdrawn')).toBe(1);
	expect(state.get('open')).toBeGreaterThan(20);
});

test('An invented need is found in its own language, by another form of its word', async () => {
	const found = async (q: string) =>
		(await browser.open(`/staff?state=all&q=${encodeURIComponent(q)}`)).data.inbox.rows.map(
			({ lang }: { lang: string }) => lang
		);
	expect(await found('certificados')).toContain('es');
	expect(await found('bollette')).toContain('it');
	expect(await found('الهاتف')).toContain('ar');
});
