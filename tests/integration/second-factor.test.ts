import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newTotpSecret } from '../../src/lib/server/totp.ts';
import { useCode } from '../../src/lib/server/second-factor.ts';
import { addApp, codeOf } from './app-codes.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const page = '/staff/account/second-factor';
let city: StaffCity;
let members = 0;

beforeAll(async () => {
	city = await openStaffCity();
});
afterAll(() => city.close());

/** A member with codes of an app. */
async function memberWithApp() {
	const email = `m${members++}@city.example`;
	const { id } = await city.addMember(email);
	const address = `198.51.100.${members}`;
	const browser = openBrowser({ address });
	await browser.signIn(email, password);
	const { data, secret } = await addApp(browser, -1);
	return { id, email, address, browser, secret, recovery: data.recovery as string[] };
}

type Member = Awaited<ReturnType<typeof memberWithApp>>;

async function halfway({ email, address }: Member): Promise<Browser> {
	const browser = openBrowser({ address });
	expect((await browser.signIn(email, password)).data).toMatchObject({ isHalf: true });
	return browser;
}

const entered = async (browser: Browser) => (await browser.open('/staff/account')).status === 200;

describe('Whoever has codes of an app', () => {
	test('is not in by her password: no page opens, nothing can be posted, and the sign-in asks for the code', async () => {
		const browser = await halfway(await memberWithApp());
		expect((await browser.open('/staff')).location).toBe('/staff/sign-in');
		expect((await browser.post(`${page}?/appoff`, { password })).location).toMatch(/sign-in/);
		expect((await browser.open('/staff/sign-in')).data).toMatchObject({ isHalf: true });
	});

	test('comes in by the code, with another cookie, and goes on where she was', async () => {
		const member = await memberWithApp();
		const browser = openBrowser(member);
		const path = '/staff/sign-in?next=%2Fstaff%2Flearning';
		await browser.signIn(member.email, password, path);
		const [before] = browser.jar.values();
		const answer = await browser.post(path, { code: codeOf(member.secret) });
		expect(answer).toMatchObject({ status: 303, location: '/staff/learning' });
		expect([...browser.jar.values()]).not.toContain(before);
		expect(await entered(browser)).toBe(true);
	});

	test('uses each code once: who looked over her shoulder is too late', async () => {
		const member = await memberWithApp();
		const code = codeOf(member.secret);
		expect((await (await halfway(member)).post('/staff/sign-in', { code })).status).toBe(303);
		const thief = await halfway(member);
		const answer = await thief.post('/staff/sign-in', { code });
		expect(answer.data.problems).toEqual({ code: 'second-code' });
		expect(await entered(thief)).toBe(false);
		const rows = await city.db.selectFrom('activity').select('action').execute();
		expect(rows.map(({ action }) => action)).toContain('staff.code-refused');
	});

	test('uses each code once also when two come at the same moment', async () => {
		const member = await memberWithApp();
		const browsers = await Promise.all([halfway(member), halfway(member), halfway(member)]);
		const code = codeOf(member.secret);
		const all = await Promise.all(browsers.map((each) => each.post('/staff/sign-in', { code })));
		expect(all.filter(({ status }) => status === 303)).toHaveLength(1);
	});

	test('cannot be guessed: after ten tries it says how long to wait, also for the right code', async () => {
		const member = await memberWithApp();
		const browser = await halfway(member);
		for (let round = 0; round < 10; round++) {
			const answer = await browser.post('/staff/sign-in', { code: '000000' });
			expect(answer.status).toBe(401);
		}
		const answer = await browser.post('/staff/sign-in', { code: codeOf(member.secret) });
		expect(answer.status).toBe(429);
		expect(answer.data.minutes).toBeGreaterThan(0);
	});

	test('has ten minutes for it, and can let it be', async () => {
		const member = await memberWithApp();
		const browser = await halfway(member);
		const longAgo = new Date(Date.now() - 10 * 60_000 - 1);
		const hers = city.db.updateTable('staff_sign_ins').where('staff_id', '=', member.id);
		await hers.set({ created_at: longAgo }).execute();
		const answer = await browser.post('/staff/sign-in', { code: codeOf(member.secret) });
		expect(answer.data.problems).toEqual({ password: 'sign-in' });
		const other = await halfway(member);
		await other.post('/staff/sign-out');
		expect((await other.open('/staff/sign-in')).data).toMatchObject({ isHalf: false });
	});

	test('keeps the words of a reply over both steps', async () => {
		const member = await memberWithApp();
		const browser = openBrowser(member);
		const path = '/staff/sign-in?next=%2Fstaff%2Fneeds%2Fx';
		const kept = { words: 'Hay luz.', kind: 'answered' };
		await browser.post(path, kept);
		const half = await browser.post(path, { ...kept, email: member.email, password });
		const fields = Object.entries(kept).map(([name, value]) => ({ name, value }));
		expect(half.data).toMatchObject({ isHalf: true, kept: fields });
		const form = { ...kept, code: codeOf(member.secret) };
		expect(await browser.post(path, form)).toMatchObject({ status: 307 });
	});

	test('finds nothing of the secret in the database, and is told it no second time', async () => {
		const { id, secret, browser, recovery } = await memberWithApp();
		const row = await city.db.selectFrom('staff').selectAll().where('id', '=', id).execute();
		const codes = await city.db.selectFrom('staff_recovery_codes').selectAll().execute();
		const all = JSON.stringify([row, codes, (await browser.open(page)).data]);
		expect(all).not.toContain(secret);
		for (const code of recovery) expect(all).not.toContain(code.replaceAll(' ', ''));
		// of another city, or in another member's row, it opens nothing
		const other = useCode(city.db, 'another secret', id, codeOf(secret), new Date());
		expect(await other).toBeUndefined();
	});
});

describe('Recovery codes', () => {
	test('are ten, shown once; each opens once, however it is typed', async () => {
		const member = await memberWithApp();
		expect(member.recovery).toHaveLength(10);
		const [first = '', second = ''] = member.recovery;
		const typed = first.toLowerCase().replaceAll(' ', '-');
		const browser = await halfway(member);
		expect((await browser.post('/staff/sign-in', { code: typed })).status).toBe(303);
		expect((await browser.open(page)).data.factor.codesLeft).toBe(9);
		const again = await halfway(member);
		expect((await again.post('/staff/sign-in', { code: first })).status).toBe(401);
		expect((await again.post('/staff/sign-in', { code: second })).status).toBe(303);
	});

	test('are made anew with the password, and then the earlier ones open nothing', async () => {
		const member = await memberWithApp();
		const { data } = await member.browser.post(`${page}?/codes`, { password });
		expect(data.recovery).toHaveLength(10);
		const browser = await halfway(member);
		const [old = ''] = member.recovery;
		expect((await browser.post('/staff/sign-in', { code: old })).status).toBe(401);
	});
});

describe('The second factor', () => {
	test('is only set up by who has the password, and whose app shows the right code', async () => {
		await city.addMember('ana@city.example');
		const browser = openBrowser({ address: '198.51.100.200' });
		await browser.signIn('ana@city.example', password);
		const secret = newTotpSecret();
		const set = (form: Record<string, string>) => browser.post(`${page}?/app`, form);
		const right = { secret, code: codeOf(secret), password };
		const thief = await set({ ...right, password: 'not her password' });
		expect(thief.data.problems).toEqual({ password: { code: 'password-current' } });
		const wrong = await set({ ...right, code: '000000' });
		expect(wrong.data).toMatchObject({ problems: { code: { code: 'app-code' } }, app: { secret } });
		expect((await set({ ...right, secret: 'AAAA' })).status).toBe(400);
		expect((await browser.open(page)).data.factor).toBeUndefined();
		expect((await set(right)).status).toBe(200);
		expect((await browser.open(page)).data.factor).toMatchObject({ passkeys: 0, codesLeft: 10 });
	});

	test('is taken back with the password, and then the password is enough again', async () => {
		const { browser, email } = await memberWithApp();
		expect((await browser.post(`${page}?/appoff`, { password: 'wrong' })).status).toBe(400);
		expect((await browser.post(`${page}?/appoff`, { password })).status).toBe(200);
		const next = openBrowser();
		expect((await next.signIn(email, password)).status).toBe(303);
		expect(await entered(next)).toBe(true);
	});

	test('an answer that is no passkey’s opens nothing, and is kept as none', async () => {
		const { browser: hers } = await memberWithApp();
		for (const answer of ['', '{}', 'null', '{"id":"x"}', '[', 'x'.repeat(30_000)]) {
			const browser = openBrowser({ address: '198.51.100.201' });
			const refused = await browser.post('/staff/sign-in/passkey', { answer });
			expect(refused).toMatchObject({ status: 401, data: { isRefused: true } });
			const made = await hers.post(`${page}?/passkey`, { name: 'x', answer, password });
			expect(made.data.problems).toEqual({ answer: { code: 'passkey-made' } });
		}
	});
});

describe('Her own sign-ins', () => {
	test('are listed with browser and system in words; she ends one, and all others', async () => {
		await city.addMember('bea@city.example');
		const [here, there, third] = [openBrowser(), openBrowser(), openBrowser()];
		for (const each of [here, there, third]) await each.signIn('bea@city.example', password);
		const { signIns, own } = (await here.open('/staff/account')).data;
		expect(signIns).toHaveLength(3);
		const other = signIns.find(({ id }: { id: string }) => id !== own).id;
		expect((await here.post('/staff/account?/end', { id: other })).status).toBe(303);
		const left = await Promise.all([there, third].map(entered));
		expect(left.filter(Boolean)).toHaveLength(1);
		await here.post('/staff/account?/others');
		expect(await Promise.all([here, there, third].map(entered))).toEqual([true, false, false]);
	});

	test('of a colleague are not hers to end', async () => {
		await city.addMember('cleo@city.example');
		await city.addMember('dora@city.example');
		const [cleo, dora] = [openBrowser(), openBrowser()];
		await cleo.signIn('cleo@city.example', password);
		await dora.signIn('dora@city.example', password);
		const { own } = (await cleo.open('/staff/account')).data;
		await dora.post('/staff/account?/end', { id: own });
		await dora.post('/staff/account?/others');
		expect(await entered(cleo)).toBe(true);
	});
});
