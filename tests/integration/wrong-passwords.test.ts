import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { wrongPasswordsNoted } from '../../src/lib/server/sign-in-log.ts';
import type { StaffMember } from '../../src/lib/server/staff.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const wrong = 'zafiro not her password';
let city: StaffCity;
let ana: StaffMember;
let last = 0;
let address = 0;

beforeAll(async () => {
	city = await openStaffCity();
	ana = await city.addMember('ana@city.example', 'admin');
});
beforeEach(async () => {
	await newEntries();
	address++;
});
afterAll(() => city.close());

/** What came into the log since it was last looked at. */
async function newEntries() {
	await wrongPasswordsNoted();
	const rows = await city.db
		.selectFrom('activity')
		.selectAll()
		.where('seq', '>', String(last))
		.orderBy('seq')
		.execute();
	last += rows.length;
	return rows.map(({ staff, action, subject, detail }) => ({ staff, action, subject, detail }));
}

const browser = () => openBrowser({ address: `198.51.100.${address}` });
const refused = () => ({
	action: 'staff.password-refused',
	subject: `staff:${ana.id}`,
	detail: {}
});

test('a wrong password is an entry about the account, in any capitals, and of nobody: who typed it is not known', async () => {
	await browser().signIn(' Ana@City.example ', wrong);
	expect(await newEntries()).toEqual([{ staff: null, ...refused() }]);
});

test('who typed an e-mail without an account leaves nothing: neither it nor what she typed is kept', async () => {
	await browser().signIn('stranger@elsewhere.example', wrong);
	await browser().signIn('ana@city.example', wrong);
	expect(await newEntries()).toHaveLength(1);
	const all = await city.db.selectFrom('activity').selectAll().execute();
	expect(JSON.stringify(all)).not.toMatch(/stranger|zafiro/);
});

test('tries beyond the limits write nothing more', async () => {
	const here = browser();
	for (let round = 0; round < 12; round++) await here.signIn('ana@city.example', wrong);
	expect(await newEntries()).toHaveLength(10);
});

test('the answer does not wait for the log, or it would tell by its time that there is such an account', async () => {
	let answered = false;
	await city.db.transaction().execute(async (trx) => {
		await sql`select pg_advisory_xact_lock(hashtext('activity'))`.execute(trx);
		answered = (await browser().signIn('ana@city.example', wrong)).status === 401;
	});
	expect(answered).toBe(true);
	expect(await newEntries()).toHaveLength(1);
});

test('whoever is signed in and gives a wrong password where hers is asked again is named', async () => {
	const here = browser();
	await here.signIn('ana@city.example', password);
	await newEntries();
	const next = 'four other plain words';
	const given = { currentPassword: wrong, newPassword: next };
	expect((await here.post('/staff/account?/password', given)).status).toBe(400);
	const form = { from: 'everybody', password: wrong };
	expect((await here.post('/staff/settings/second-factor', form)).status).toBe(400);
	const hers = { staff: ana.id, ...refused() };
	expect(await newEntries()).toEqual([hers, hers]);
	expect((await here.open('/staff/account')).status).toBe(200);
});

test('the page says it in her language, and does not say that she did it', async () => {
	const here = openBrowser({ as: ana });
	const { data } = await here.open('/staff/activity?action=staff.password-refused');
	expect(data.rows.at(-1)).toMatchObject({ name: null, subjectName: ana.name });
});
