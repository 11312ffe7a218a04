import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listActivity } from '../../src/lib/server/activity-list.ts';
import { writeSettings } from '../../src/lib/server/settings.ts';
import { listStaff, removeStaff } from '../../src/lib/server/staff.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const script = join(import.meta.dirname, '../../scripts/staff.ts');

/** `npm run staff -- ...`, on a database of its own or on the one of a city that runs. */
async function staff(url: string, args: string[], input = '', env: Record<string, string> = {}) {
	const child = spawn(process.execPath, [script, ...args], {
		env: { ...process.env, ORIGIN: '', PORT: '', DATABASE_URL: url, ...env }
	});
	child.stdin.end(input);
	const ended = new Promise<number | null>((done) => child.once('close', done));
	const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
	return { code: await ended, said, complained };
}

describe('npm run staff', () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase();
	});
	afterAll(() => database.close());

	test.each([
		[[], 'npm run staff -- add'],
		[['dance'], 'npm run staff -- add'],
		[['add'], 'an e-mail address is missing'],
		[['add', 'ana'], 'an e-mail address is missing'],
		[['add', 'ana@city.example', '--role', 'queen'], '--role is one of admin'],
		[['add', 'ana@city.example', '--colour', 'red'], 'npm run staff -- add'],
		[['remove', 'nobody@city.example'], 'there is no account with nobody@city.example']
	])('%j is refused in a sentence, and nothing changes', async (args, sentence) => {
		const { code, complained, said } = await staff(database.url, args);
		expect(code).toBe(1);
		expect(complained).toContain(sentence);
		expect(complained).not.toMatch(/\n\s+at /);
		expect(said).toBe('');
		expect(await listStaff(database.db)).toEqual([]);
	});

	test('a password that is too short is refused', async () => {
		const args = ['add', 'ana@city.example', '--password-stdin'];
		const { code, complained } = await staff(database.url, args, 'short\n');
		expect([code, complained]).toEqual([1, expect.stringContaining('12 to 128 characters')]);
	});

	test('adds with a password from standard input, lists, changes a role, and removes all but the last admin', async () => {
		const run = async (args: string[], input?: string) => {
			const { code, said, complained } = await staff(database.url, args, input);
			expect(complained).toBe('');
			expect(code).toBe(0);
			return said;
		};
		expect(await run(['list'])).toBe('Nobody can sign in yet.\n');
		await run(
			['add', 'Ana@City.Example', '--role', 'admin', '--name', 'Ana', '--password-stdin'],
			`${password}\n`
		);
		await run(['add', 'bea@city.example', '--password-stdin'], `${password}\n`);
		expect(await run(['list'])).toBe(
			'ana@city.example\tadmin\tAna\nbea@city.example\tcoordinator\tbea@city.example\n'
		);
		const last = await staff(database.url, ['remove', 'ana@city.example']);
		expect(last.complained).toContain('the last admin; add another admin first');
		const demoted = await staff(database.url, ['add', 'ana@city.example', '--role', 'coordinator']);
		expect(demoted.complained).toContain('the last admin and stays one');
		await run(['add', 'bea@city.example', '--role', 'admin']);
		await run(['remove', 'ana@city.example']);
		expect(await listStaff(database.db)).toMatchObject([
			{ email: 'bea@city.example', role: 'admin' }
		]);
	}, 60_000);
});

describe('The link that it prints', () => {
	let city: StaffCity;
	beforeAll(async () => {
		city = await openStaffCity();
	});
	afterAll(() => city.close());

	test('lets the person in who was invited, at the address that people type', async () => {
		const { said } = await staff(
			city.url,
			['add', 'bea@city.example', '--role', 'coordinator'],
			'',
			{
				ORIGIN: 'https://plaza.test'
			}
		);
		const path = /https:\/\/plaza\.test(\/staff\/setup\/[\w-]{43})\n/.exec(said)?.[1] ?? '';
		const browser = openBrowser();
		const form = { name: 'Bea', password };
		expect((await browser.post(`${path}?/join`, form)).status).toBe(303);
		expect((await browser.open('/staff')).status).toBe(200);
	});

	test('who has lost her second factor comes in by her password again', async () => {
		await city.addMember('dora@city.example');
		const dora = { totp_since: new Date(), totp_secret: 'lost' };
		const hers = city.db.updateTable('staff').set(dora).where('email', '=', 'dora@city.example');
		await hers.execute();
		const browser = openBrowser({ address: '192.0.2.91' });
		expect((await browser.signIn('dora@city.example', password)).data.isHalf).toBe(true);
		await staff(city.url, ['forget-second-factor', 'dora@city.example']);
		expect((await browser.open('/staff/sign-in')).data.isHalf).toBe(false);
		expect((await browser.signIn('dora@city.example', password)).status).toBe(303);
	}, 30_000);

	test('where a second factor is asked of all and none is left, each may work with her password alone again', async () => {
		const { id } = await city.addMember('eva@city.example', 'admin');
		await writeSettings(city.db, { secondFactor: true });
		const browser = openBrowser({ address: '192.0.2.92' });
		await browser.signIn('eva@city.example', password);
		expect((await browser.open('/staff')).location).toBe('/staff/account/second-factor');
		const { said, code } = await staff(city.url, ['unrequire-second-factor']);
		expect([code, said]).toEqual([0, 'A second factor is each member’s own choice now.\n']);
		expect((await browser.open('/staff')).status).toBe(200);
		const { rows } = await listActivity(city.db, { action: 'settings.second-factor-optional' });
		expect(rows).toMatchObject([{ staff: null }]);
		await removeStaff(city.db, 'eva@city.example', id);
	}, 30_000);

	test('a removed member is signed out at once', async () => {
		const browser = openBrowser({ address: '192.0.2.90' });
		await city.addMember('ana@city.example', 'admin');
		await browser.signIn('bea@city.example', password);
		expect((await browser.open('/staff')).status).toBe(200);
		await staff(city.url, ['remove', 'bea@city.example']);
		expect((await browser.open('/staff')).status).toBe(303);
	});
});
