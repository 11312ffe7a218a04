import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'admin');
	await city.addMember('bea@city.example');
});
afterAll(() => city.close());

describe('Who may not', () => {
	test('a member of the staff gets a no on the pages of admins, also when she posts', async () => {
		const browser = openBrowser();
		await browser.signIn('bea@city.example', password);
		expect(await browser.open('/staff/settings')).toMatchObject({
			status: 303,
			location: '/staff/refused'
		});
		expect(await browser.post('/staff/settings', { city: 'Hers' })).toMatchObject({
			status: 303,
			location: '/staff/refused'
		});
		expect((await browser.open('/staff/refused')).status).toBe(403);
	});

	test('a wrong password and an unknown account get the same answer and no cookie', async () => {
		const browser = openBrowser({ address: '192.0.2.10' });
		const wrong = await browser.signIn('ana@city.example', 'not her password');
		const unknown = await browser.signIn('nobody@city.example', 'not her password');
		expect(wrong.status).toBe(401);
		expect(wrong.data.problems).toEqual({ password: 'sign-in' });
		expect(unknown.status).toBe(401);
		expect(unknown.data.problems).toEqual(wrong.data.problems);
		expect(browser.jar.size).toBe(0);
	});

	test('an unknown account takes as long as a wrong password', async () => {
		const times = async (email: string) => {
			const browser = openBrowser({ address: `192.0.2.${email.length}` });
			const taken: number[] = [];
			for (let round = 0; round < 5; round++) {
				const start = performance.now();
				await browser.signIn(email, 'not the password');
				taken.push(performance.now() - start);
			}
			return Math.min(...taken);
		};
		const known = await times('bea@city.example');
		const unknown = await times('nobody.at.all@city.example');
		// a hash costs tens of milliseconds, an answer without one next to nothing
		expect(unknown).toBeGreaterThan(known / 3);
		expect(known).toBeGreaterThan(unknown / 3);
	});

	test('a cookie that somebody changed, and a cookie of another city, open nothing', async () => {
		const browser = openBrowser();
		await browser.signIn('ana@city.example', password);
		const [[name = '', value = ''] = []] = browser.jar;
		browser.jar.set(name, `${value.slice(0, -6)}AAAA%3D`);
		expect((await browser.open('/staff')).status).toBe(303);
	});
});

describe('What is missing', () => {
	test.each([
		[
			{ email: '', password: '' },
			{ email: 'email', password: 'password-missing' }
		],
		[{ email: 'ana', password: 'x' }, { email: 'email' }],
		[{ email: 'ana@city.example', password: '' }, { password: 'password-missing' }]
	])('%j is sent back with its words and problems', async (form, problems) => {
		const answer = await openBrowser().post('/staff/sign-in', form);
		expect(answer.status).toBe(400);
		expect(answer.data).toMatchObject({ email: form.email, problems });
	});
});

describe('Too many tries', () => {
	test('ten wrong passwords close the account for this address, also for the right one, and say how long', async () => {
		const browser = openBrowser({ address: '192.0.2.77' });
		for (let round = 0; round < 10; round++) {
			expect((await browser.signIn('bea@city.example', 'not her password')).status).toBe(401);
		}
		const answer = await browser.signIn('BEA@city.example', password);
		expect(answer.status).toBe(429);
		expect(answer.data.minutes).toBeGreaterThan(0);
		expect(browser.jar.size).toBe(0);
		const elsewhere = openBrowser({ address: '192.0.2.78' });
		expect((await elsewhere.signIn('bea@city.example', password)).status).toBe(303);
	});

	test('twenty tries at once are counted like one after the other', async () => {
		const browser = openBrowser({ address: '192.0.2.79' });
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => browser.signIn('no@city.example', 'some password'))
		);
		expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
		expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
	});

	test('one address of IPv6 is its first 64 bits', async () => {
		for (let round = 0; round < 10; round++) {
			const browser = openBrowser({ address: `2001:db8::${round + 1}` });
			await browser.signIn('no@city.example', 'some password');
		}
		const next = openBrowser({ address: '2001:db8:0:0:ffff::1' });
		expect((await next.signIn('no@city.example', 'some password')).status).toBe(429);
		const other = openBrowser({ address: '2001:db8:0:1::1' });
		expect((await other.signIn('no@city.example', 'some password')).status).toBe(401);
	});
});

describe('Signed in', () => {
	test('on https the cookie is __Secure-, HttpOnly, SameSite=Lax and only for /staff', async () => {
		const answer = await openBrowser().signIn('Ana@City.Example', password);
		expect(answer).toMatchObject({ status: 303, location: '/staff' });
		expect(answer.cookies).toHaveLength(1);
		expect(answer.cookies[0]).toMatchObject({
			secure: true,
			httpOnly: true,
			sameSite: 'lax',
			path: '/staff',
			maxAge: 30 * 60
		});
		expect(answer.cookies[0]?.name).toMatch(/^__Secure-/);
	});

	test('on a plain http hub one signs in too, with a cookie of its own', async () => {
		const browser = openBrowser({ origin: 'http://10.0.0.5:3000' });
		const answer = await browser.signIn('ana@city.example', password);
		expect(answer.cookies[0]?.secure).toBeFalsy();
		expect(answer.cookies[0]?.name).not.toMatch(/^__/);
		expect((await browser.open('/staff/account')).status).toBe(200);
	});

	test('each sign-in has a new secret; one from before is not taken over', async () => {
		const browser = openBrowser();
		await browser.signIn('ana@city.example', password);
		const [first] = browser.jar.values();
		await browser.post('/staff/sign-out');
		await browser.signIn('ana@city.example', password);
		const [second] = browser.jar.values();
		expect(second).not.toBe(first);
	});

	test('one goes on where one was, but never to another site', async () => {
		const to = (next: string) =>
			openBrowser().signIn(
				'ana@city.example',
				password,
				`/staff/sign-in?next=${encodeURIComponent(next)}`
			);
		expect((await to('/staff?topic=safety')).location).toBe('/staff?topic=safety');
		expect((await to('/staff/needs/abc?list=q%3Dagua')).location).toBe(
			'/staff/needs/abc?list=q%3Dagua'
		);
		for (const bad of [
			'//evil.example',
			'https://evil.example',
			'/staff//evil',
			'/staff\\..',
			'/es'
		]) {
			expect((await to(bad)).location).toMatch(/^\/staff(\/\/evil)?$/);
		}
	});

	test('after the sign-out the old cookie opens nothing', async () => {
		const browser = openBrowser();
		await browser.signIn('ana@city.example', password);
		const before = new Map(browser.jar);
		expect(await browser.post('/staff/sign-out')).toMatchObject({
			status: 303,
			location: '/staff/sign-in?signed-out'
		});
		expect(browser.jar.size).toBe(0);
		for (const [name, value] of before) browser.jar.set(name, value);
		expect((await browser.open('/staff')).status).toBe(303);
	});

	test('it ends after 30 quiet minutes', async () => {
		const browser = openBrowser();
		await browser.signIn('ana@city.example', password);
		await city.db
			.updateTable('staff_sign_ins')
			.set({ expires_at: new Date(Date.now() - 1) })
			.execute();
		expect((await browser.open('/staff')).status).toBe(303);
	});

	test('a page moves the end of the quiet half hour, but it ends after 12 hours in any case', async () => {
		const browser = openBrowser();
		await browser.signIn('ana@city.example', password);
		const soon = new Date(Date.now() + 60_000);
		await city.db.updateTable('staff_sign_ins').set({ expires_at: soon }).execute();
		expect((await browser.open('/staff/account')).status).toBe(200);
		const { expires_at } = await city.db
			.selectFrom('staff_sign_ins')
			.select('expires_at')
			.executeTakeFirstOrThrow();
		expect(expires_at.getTime()).toBeGreaterThan(Date.now() + 29 * 60_000);
		const longAgo = new Date(Date.now() - 12 * 60 * 60_000 - 1);
		await city.db.updateTable('staff_sign_ins').set({ created_at: longAgo }).execute();
		expect((await browser.open('/staff/account')).status).toBe(303);
	});

	test('neither address nor browser of the staff is kept', async () => {
		await openBrowser().signIn('ana@city.example', password);
		const rows = await city.db.selectFrom('staff_sign_ins').selectAll().execute();
		expect(rows.length).toBeGreaterThan(0);
		for (const row of rows) expect([row.ip_address, row.user_agent]).toEqual(['', '']);
	});

	test('a changed password signs out every other browser and is asked for from then on', async () => {
		await city.addMember('cleo@city.example');
		const here = openBrowser();
		const there = openBrowser();
		await here.signIn('cleo@city.example', password);
		await there.signIn('cleo@city.example', password);
		const change = (currentPassword: string, newPassword: string) =>
			here.post('/staff/account?/password', { currentPassword, newPassword });
		expect((await change(password, 'short')).data.problems).toEqual({
			newPassword: 'password-short'
		});
		expect((await change('not it at all', 'four other plain words')).data.problems).toEqual({
			currentPassword: 'password-current'
		});
		expect((await change(password, 'four other plain words')).status).toBe(303);
		expect((await here.open('/staff/account')).status).toBe(200);
		expect((await there.open('/staff/account')).status).toBe(303);
		expect((await there.signIn('cleo@city.example', password)).status).toBe(401);
		expect((await there.signIn('cleo@city.example', 'four other plain words')).status).toBe(303);
	});

	test('the secret of the cookies lies in the data folder, for this account only', () => {
		expect(statSync(join(city.dataFolder, 'staff-secret')).mode & 0o777).toBe(0o600);
	});
});
