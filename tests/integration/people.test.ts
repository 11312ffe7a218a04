import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'admin');
	await city.db.insertInto('departments').values({ id: 'parks', name: 'Parks' }).execute();
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
});
afterAll(() => city.close());

const people = async () => (await ana.open('/staff/people')).data;
const personOf = async (email: string) =>
	(await people()).people.find((person: { email: string }) => person.email === email);
const pathOf = async (email: string) => `/staff/people/${(await personOf(email)).id}`;

async function signedIn(email: string): Promise<Browser> {
	const browser = openBrowser();
	await browser.signIn(email, password);
	return browser;
}

describe('Who invites somebody', () => {
	const invite = (form: Record<string, string>) => ana.post('/staff/people?/invite', form);

	test('gets a link once, and who opens it has the role and the department that it says', async () => {
		const form = { email: ' Bea@City.Example', role: 'department', department: 'parks' };
		const { data } = await invite(form);
		expect(data).toMatchObject({ email: 'bea@city.example' });
		expect((await people()).invitations).toMatchObject([
			{ email: 'bea@city.example', role: 'department' }
		]);
		expect(JSON.stringify(await people())).not.toContain(data.link.split('/').at(-1));
		const path = new URL(data.link).pathname;
		const bea = openBrowser();
		await bea.post(`${path}?/join`, { name: 'Bea', password });
		expect((await bea.open('/staff')).status).toBe(200);
		expect((await bea.open('/staff/people')).location).toBe('/staff/refused');
		expect(await personOf('bea@city.example')).toMatchObject({
			role: 'department',
			department: 'parks',
			hasSecondFactor: false,
			signIns: 1
		});
		expect((await personOf('bea@city.example')).signedInAt).toBeInstanceOf(Date);
		expect((await people()).invitations).toEqual([]);
		expect((await openBrowser().open(path)).status).toBe(410);
	});

	test('has three days, then the link is closed; or closes it earlier', async () => {
		const links = await Promise.all(
			['late', 'shut'].map(async (name) => {
				const { data } = await invite({ email: `${name}@city.example`, role: 'reader' });
				return new URL(data.link).pathname;
			})
		);
		const [{ until }] = (await people()).invitations;
		expect(until.getTime() - Date.now()).toBeLessThanOrEqual(3 * 24 * 60 * 60 * 1000);
		await city.db
			.updateTable('setup_links')
			.set({ expires_at: new Date() })
			.where('email', '=', 'late@city.example')
			.execute();
		await ana.post('/staff/people?/close', { email: 'shut@city.example' });
		for (const path of links) expect((await openBrowser().open(path)).status).toBe(410);
		expect((await people()).invitations).toEqual([]);
	});

	test.each([
		[{ email: 'no e-mail', role: 'reader' }, { email: { code: 'email' } }],
		[{ email: 'c@city.example', role: 'queen' }, { role: { code: 'person-role' } }],
		[
			{ email: 'c@city.example', role: 'department', department: 'none' },
			{ department: { code: 'person-department' } }
		],
		[{ email: 'ANA@city.example', role: 'reader' }, { email: { code: 'email-taken' } }]
	])('reads what to look at again: %j', async (form, problems) => {
		const answer = await invite(form as Record<string, string>);
		expect(answer.status).toBe(400);
		expect(answer.data).toMatchObject({ problems, typed: { email: form.email } });
		expect((await people()).invitations).toEqual([]);
	});
});

describe('A session that somebody stole', () => {
	test.each([
		['she gets another role', (path: string) => ana.save(`${path}?/role`, { role: 'moderator' })],
		['all her sign-ins are ended', (path: string) => ana.post(`${path}?/end`)],
		['her second factor is forgotten', (path: string) => ana.post(`${path}?/forget`)],
		['she is removed', (path: string) => ana.post(`${path}?/remove`)]
	])('is dead once %s', async (_what, act) => {
		const email = `dora${Math.random()}@city.example`;
		await city.addMember(email, 'reader');
		const thief = openBrowser();
		for (const [name, value] of (await signedIn(email)).jar) thief.jar.set(name, value);
		expect((await thief.open('/staff/account')).status).toBe(200);
		expect((await act(await pathOf(email))).status).toBe(303);
		expect((await thief.open('/staff/account')).location).toMatch(/^\/staff\/sign-in/);
	});

	test('is dead once its owner signs out', async () => {
		await city.addMember('eva@city.example');
		const owner = await signedIn('eva@city.example');
		const thief = openBrowser();
		for (const [name, value] of owner.jar) thief.jar.set(name, value);
		await owner.post('/staff/sign-out');
		expect((await thief.open('/staff/account')).location).toMatch(/^\/staff\/sign-in/);
	});
});

describe('The last admin', () => {
	test('stays, with her role', async () => {
		const path = await pathOf('ana@city.example');
		const demoted = await ana.save(`${path}?/role`, { role: 'reader' });
		expect(demoted).toMatchObject({
			status: 409,
			data: { problems: { role: { code: 'last-admin' } } }
		});
		const removed = await ana.post(`${path}?/remove`);
		expect(removed).toMatchObject({
			status: 409,
			data: { problems: { remove: { code: 'last-admin' } } }
		});
		expect((await ana.open('/staff/people')).status).toBe(200);
	});

	test('makes a link with which somebody chooses a new password', async () => {
		await city.addMember('flor@city.example', 'author');
		const { data } = await ana.post(`${await pathOf('flor@city.example')}?/link`);
		const flor = openBrowser();
		const words = 'five other plain words here';
		await flor.post(`${new URL(data.link).pathname}?/join`, { password: words });
		expect((await flor.open('/staff/account')).status).toBe(200);
		expect((await personOf('flor@city.example')).role).toBe('author');
	});

	test('finds nobody at an address that is nobody’s', async () => {
		expect((await ana.open('/staff/people/nobody')).status).toBe(404);
		expect((await ana.open('/staff/people/%00')).status).toBe(404);
		expect((await ana.post('/staff/people?/close', { email: '\0' })).status).toBe(303);
		expect((await ana.post('/staff/people/nobody?/remove')).status).toBe(404);
	});
});

test('each of these is in the log of activity, with who did it and on whom, never with a link', async () => {
	const rows = await city.db.selectFrom('activity').selectAll().execute();
	const { id } = await personOf('ana@city.example');
	const ofAna = new Set(rows.filter(({ staff }) => staff === id).map(({ action }) => action));
	expect([...ofAna]).toEqual(
		expect.arrayContaining([
			'staff.invited',
			'staff.invitation-closed',
			'staff.role-changed',
			'staff.sign-ins-ended',
			'staff.second-factor-removed',
			'staff.removed',
			'staff.signed-in'
		])
	);
	expect(JSON.stringify(rows)).not.toMatch(/[\w-]{43}(?!\w)[^"]*setup/);
});
