/** A city can ask a second factor of everybody who works there: who has none comes in nowhere but to set one up. */
import { sql } from 'kysely';
import {
	afterAll,
	beforeAll,
	beforeEach,
	describe,
	expect,
	onTestFinished,
	test,
	vi
} from 'vitest';
import { roles } from '../../src/lib/domain/rights.ts';
import { isLastRequired } from '../../src/lib/server/factor-duty.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { removeApp } from '../../src/lib/server/second-factor.ts';
import { addApp } from './app-codes.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Answer, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';
import { forSomebody, waysInto } from './staff-ways.ts';

const duty = '/staff/settings/second-factor';
const factorPage = '/staff/account/second-factor';
let city: StaffCity;
let ana: Browser;
let anaId: string;
let need: string;
let members = 0;

beforeAll(async () => {
	city = await openStaffCity();
	anaId = (await city.addMember('ana@city.example', 'admin')).id;
	ana = await signedIn('ana@city.example');
	expect((await addApp(ana)).status).toBe(200);
	const told = aNeed('Hace falta luz');
	await receive(city, { v: 1, submissions: [told] }, new Date());
	need = told.id;
});
afterAll(() => city.close());
beforeEach(() => choose('everybody'));

async function signedIn(email: string): Promise<Browser> {
	const browser = openBrowser({ address: `198.51.100.${members++}` });
	await browser.signIn(email, password);
	return browser;
}

async function choose(from: 'everybody' | 'each'): Promise<void> {
	expect((await ana.post(duty, { from, password })).location).toBe(`${duty}?saved`);
}

/** Somebody who has nothing but her password. */
async function newcomer(role: (typeof roles)[number] = 'coordinator') {
	const email = `m${members++}@city.example`;
	const { id } = await city.addMember(email, role);
	return { id, email, browser: await signedIn(email) };
}

const addPasskey = (id: string, staff_id: string) =>
	city.db
		.insertInto('staff_passkeys')
		.values({
			...{ id, staff_id, name: 'My laptop', public_key: '', counter: 0 },
			...{ transports: '[]', made_at: new Date() }
		})
		.execute();

const lastStays = { status: 400, data: { problems: { step: { code: 'second-factor-last' } } } };

describe('Whoever has only a password', () => {
	test.each(roles)('as %s gets to no page, form, file or line of the staff', async (role) => {
		const { browser } = await newcomer(role);
		for (const { name, path, go } of (await Promise.all(forSomebody.map(waysInto))).flat()) {
			if (path.startsWith(factorPage)) continue;
			const { status, location, data } = await go(browser);
			expect([name, location]).toEqual([name, expect.stringMatching(`^${factorPage}(\\?/kept)?$`)]);
			expect([name, [303, 307].includes(status), data]).toEqual([name, true, undefined]);
			if (name !== path) continue;
			for (const answer of [await browser.fetch(path), await browser.fetchData(path)]) {
				const problem = { type: '/problems/second-factor', status: 403 };
				expect([name, answer]).toEqual([name, expect.objectContaining({ status: 403 })]);
				expect([name, answer.data]).toEqual([name, expect.objectContaining(problem)]);
			}
		}
		expect((await browser.open(factorPage)).data).toMatchObject({ isHeld: true });
	});

	test('is led from the sign-in to the page where she sets one up, may sign out there, and is in once she has one', async () => {
		const { browser } = await newcomer();
		expect((await browser.open('/staff/sign-in')).location).toBe('/staff');
		expect((await browser.open('/staff')).location).toBe(factorPage);
		expect((await addApp(browser)).data.recovery).toHaveLength(10);
		expect((await browser.open(`/staff/needs/${need}`)).status).toBe(200);
		const other = (await newcomer()).browser;
		expect((await other.post('/staff/sign-out')).location).toBe('/staff/sign-in?signed-out');
		expect((await other.open(factorPage)).location).toMatch(/^\/staff\/sign-in/);
	});

	test('is led there at once where she was invited', async () => {
		const form = { email: `m${members++}@city.example`, role: 'moderator' };
		const { link } = (await ana.post('/staff/people?/invite', form)).data;
		const browser = openBrowser();
		const account = { name: 'Bea', password };
		const { location = '' } = await browser.post(`${new URL(link).pathname}?/join`, account);
		expect((await browser.open(location)).location).toBe(factorPage);
	});

	test('and is at work when the city begins to ask for one: her lines and downloads end, and her words are shown to her', async () => {
		await choose('each');
		// an open line looks at its sign-in every half minute: that must not be what ends it
		vi.useFakeTimers({ toFake: ['setInterval'] });
		onTestFinished(() => void vi.useRealTimers());
		const { browser } = await newcomer();
		const reason = 'To read it all at home';
		const asked = await browser.post('/staff/exports', { kind: 'needs', format: 'csv', reason });
		const inbox = bodyOf(await browser.fetch('/staff/live'));
		const page = bodyOf(await browser.fetch(`/staff/live?need=${need}`));
		const download = bodyOf(await browser.fetch(asked.location ?? ''));
		const anas = bodyOf(await ana.fetch('/staff/live'));
		await choose('everybody');
		await expect(inbox.pipeTo(new WritableStream())).resolves.toBeUndefined();
		await expect(page.pipeTo(new WritableStream())).resolves.toBeUndefined();
		await expect(download.pipeTo(new WritableStream())).rejects.toThrow('signed out');
		// of who has a second factor nothing ends
		const reader = anas.getReader();
		expect((await reader.read()).done).toBe(false);
		await reader.cancel();

		const reply = { words: 'Hay luz desde ayer.', kind: 'answered', lang: 'es' };
		const refused = await browser.post(`/staff/needs/${need}?/reply`, reply);
		expect(refused).toMatchObject({ status: 307, location: `${factorPage}?/kept` });
		const shown = await browser.post(refused.location ?? '', reply);
		expect(shown).toMatchObject({ status: 401, data: { kept: ['Hay luz desde ayer.'] } });
		const { data } = await ana.open(`/staff/needs/${need}`);
		expect(JSON.stringify(data)).not.toContain('Hay luz desde ayer');
	});
});

describe('The last second factor', () => {
	test('cannot be taken away, neither the app nor a passkey, and each where the other is there', async () => {
		const { id, browser } = await newcomer();
		await addApp(browser);
		const appOff = () => browser.post(`${factorPage}?/appoff`, { password });
		const passkeyOff = () =>
			browser.post(`${factorPage}?/passkeyoff`, { password, id: `of-${id}` });
		expect(await appOff()).toMatchObject(lastStays);
		await addPasskey(`of-${id}`, id);
		expect((await appOff()).status).toBe(200);
		expect(await passkeyOff()).toMatchObject(lastStays);
		expect((await browser.open('/staff')).status).toBe(200);
		await choose('each');
		expect((await passkeyOff()).status).toBe(200);
	});

	test('stays also where both are taken away at the same moment', async () => {
		const { id, browser } = await newcomer();
		await addApp(browser);
		await addPasskey(`of-${id}`, id);
		const waiting = async () =>
			(await sql`select pid from pg_locks where not granted`.execute(city.db)).rows;
		const second = await city.db.transaction().execute(async (trx) => {
			expect(await isLastRequired(trx, id)).toBe(false);
			const other = city.db.transaction().execute((next) => isLastRequired(next, id));
			await Promise.race([other, vi.waitFor(async () => expect(await waiting()).not.toEqual([]))]);
			await removeApp(trx, id);
			return { other };
		});
		expect(await second.other).toBe(true);
		expect((await browser.open(factorPage)).data.factor).toMatchObject({ passkeys: 1 });
	});

	test('of her own no admin forgets; of a colleague who lost hers she does, and then a new one must be set up', async () => {
		const own = await ana.post(`/staff/people/${anaId}?/forget`);
		expect(own.data.problems).toEqual({ forget: { code: 'second-factor-last' } });
		const { id, email, browser } = await newcomer();
		await addApp(browser);
		await ana.post(`/staff/people/${id}?/forget`);
		const again = await signedIn(email);
		expect((await again.open('/staff')).location).toBe(factorPage);
		expect((await addApp(again)).status).toBe(200);
	});
});

describe('The setting', () => {
	test('says who has only a password, and lets no admin ask of others what she has not herself', async () => {
		await choose('each');
		const { email, browser } = await newcomer('admin');
		const { data } = await browser.open(duty);
		expect(data).toMatchObject({ isRequired: false, mayRequire: false });
		const names = data.without.map((person: { email: string }) => person.email);
		expect(names).toContain(email);
		expect(names).not.toContain('ana@city.example');
		const refused = await browser.post(duty, { from: 'everybody', password });
		expect(refused).toMatchObject({ status: 409 });
		expect(refused.data.problems).toEqual({ own: { code: 'second-factor-own' } });
		expect((await browser.open('/staff')).status).toBe(200);
	});

	test('asks for the password both ways, and is off where nobody chose', async () => {
		for (const from of ['everybody', 'each']) {
			const { data } = await ana.post(duty, { from, password: 'a laptop left open' });
			expect(data.problems).toEqual({ password: { code: 'password-current' } });
		}
		expect((await ana.post(duty, { password })).status).toBe(400);
		expect((await ana.open(duty)).data.isRequired).toBe(true);
		await city.db.deleteFrom('settings').where('key', '=', 'secondFactor').execute();
		expect((await ana.open(duty)).data.isRequired).toBe(false);
	});

	test('stands in the log of activity each time that it changes', async () => {
		await choose('each');
		await choose('each');
		await choose('everybody');
		const rows = await city.db
			.selectFrom('activity')
			.select(['action', 'staff'])
			.where('subject', '=', 'settings:second-factor')
			.orderBy('seq', 'desc')
			.limit(3)
			.execute();
		expect(rows).toEqual(
			['required', 'optional', 'required'].map((what) => ({
				action: `settings.second-factor-${what}`,
				staff: anaId
			}))
		);
	});
});

function bodyOf({ status, data }: Answer): ReadableStream {
	expect(status).toBe(200);
	return (data as Response).body as ReadableStream;
}
