// The one-time links by which people come onto the staff: the first, and each that is invited.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSetupLink } from '../../src/lib/server/setup-links.ts';
import { countStaff, listStaff } from '../../src/lib/server/staff.ts';
import { firstForm, firstPage } from './setup-forms.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;

beforeEach(async () => {
	city = await openStaffCity();
});
afterEach(() => city.close());

describe('A link', () => {
	test('that was used, that is too old, or that nobody made, is closed', async () => {
		const used = await firstPage(city);
		await openBrowser().post(`${used}?/city`, firstForm());
		const old = `/staff/setup/${await openSetupLink(city.db, { purpose: 'join', role: 'coordinator', email: 'o@city.example' })}`;
		await city.db.updateTable('setup_links').set({ expires_at: new Date() }).execute();
		for (const page of [used, old, '/staff/setup/nothing']) {
			expect((await openBrowser().open(page)).status).toBe(410);
			expect((await openBrowser().post(`${page}?/join`, { name: 'E', password })).status).toBe(410);
			expect((await openBrowser().post(`${page}?/city`, firstForm())).status).toBe(410);
		}
		expect(await countStaff(city.db)).toBe(1);
	});

	test('of an earlier start closes when a new one is made, and all of them when there is an account', async () => {
		const earlier = await firstPage(city);
		const later = await firstPage(city);
		expect((await openBrowser().open(earlier)).status).toBe(410);
		expect((await openBrowser().open(later)).status).toBe(200);
		await city.addMember('ana@city.example', 'admin');
		expect((await openBrowser().open(later)).status).toBe(410);
	});

	test('is kept as a hash only', async () => {
		const token = await openSetupLink(city.db, { purpose: 'first', role: 'admin' });
		expect(token).toMatch(/^[\w-]{43}$/);
		const rows = await city.db.selectFrom('setup_links').selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain(token);
	});

	test('invites one person, with the role that it says and no other e-mail', async () => {
		const token = await openSetupLink(city.db, {
			purpose: 'join',
			role: 'coordinator',
			email: 'Bea@city.example'
		});
		const browser = openBrowser();
		const page = `/staff/setup/${token}`;
		expect((await browser.open(page)).data).toMatchObject({
			purpose: 'join',
			email: 'bea@city.example'
		});
		const form = { name: 'Bea', email: 'eve@city.example', role: 'admin', password };
		expect((await browser.post(`${page}?/join&lang=ar`, form)).status).toBe(303);
		expect(await listStaff(city.db)).toMatchObject([
			{ name: 'Bea', email: 'bea@city.example', role: 'coordinator', lang: 'ar' }
		]);
		expect((await browser.open('/staff')).status).toBe(200);
	});

	test('cannot be turned into the first account of the city', async () => {
		const token = await openSetupLink(city.db, {
			purpose: 'join',
			role: 'coordinator',
			email: 'bea@city.example'
		});
		const answer = await openBrowser().post(`/staff/setup/${token}?/city`, firstForm());
		expect(answer.status).toBe(410);
		expect(await countStaff(city.db)).toBe(0);
	});

	test('for somebody who has an account gives her a new password and keeps the rest', async () => {
		const bea = await city.addMember('bea@city.example');
		const before = openBrowser();
		await before.signIn('bea@city.example', password);
		const token = await openSetupLink(city.db, {
			purpose: 'join',
			role: 'coordinator',
			email: 'bea@city.example'
		});
		const browser = openBrowser();
		const page = `/staff/setup/${token}`;
		expect((await browser.open(page)).data.purpose).toBe('renew');
		expect((await browser.post(`${page}?/join`, { password: 'short' })).status).toBe(400);
		expect((await browser.post(`${page}?/join`, { password: 'a wholly new one' })).status).toBe(
			303
		);
		expect(await listStaff(city.db)).toEqual([bea]);
		expect((await before.open('/staff')).status).toBe(303);
		const again = openBrowser({ address: '192.0.2.200' });
		expect((await again.signIn('bea@city.example', password)).status).toBe(401);
		expect((await again.signIn('bea@city.example', 'a wholly new one')).status).toBe(303);
	});
});
