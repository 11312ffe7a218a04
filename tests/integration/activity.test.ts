import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import words from '../../src/lib/i18n/staff/en.json' with { type: 'json' };
import { staffWords } from '../../src/lib/i18n/translator.ts';
import { logActivity, type ActivityAction } from '../../src/lib/server/activity.ts';
import { verifyActivity } from '../../src/lib/server/activity-list.ts';
import { activityWords } from '../../src/lib/ui/staff/activity-words.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;
let anaId: string;
const nobody = '0199aaaa-0000-7000-8000-000000000000';

beforeAll(async () => {
	city = await openStaffCity();
	anaId = (await city.addMember('ana@city.example', 'admin')).id;
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
});
afterAll(() => city.close());

const actionsIn = async () =>
	(await city.db.selectFrom('activity').select('action').orderBy('seq').execute()).map(
		({ action }) => action
	);

test('what staff do in labs, sessions, with trainers, replies and settings is written down in its transaction', async () => {
	const before = (await actionsIn()).length;
	await ana.post('/staff/labs?/add', { name: 'Biblioteca', place: '', address: '' });
	const lab = (await ana.open('/staff/labs')).data.labs[0].id;
	await ana.save('/staff/labs?/change', { id: lab, name: 'Casal', place: '', address: '' });
	await ana.post('/staff/trainers?/add', { name: 'Carla', labs: lab });
	const trainer = `/staff/trainers/${(await ana.open('/staff/trainers')).data.trainers[0].id}`;
	await ana.post(`${trainer}?/invite`, { lang: 'es' });
	await ana.save(`${trainer}?/change`, { name: 'Carla B', labs: lab });
	await ana.post(`${trainer}?/end`);
	await ana.post('/staff/public-replies?/say', { 'said-es': 'Luz', 'done-es': 'Hay luz.' });
	await ana.post('/staff/labs?/close', { id: lab });
	await ana.post('/staff/labs?/open', { id: lab });
	const entries = (await actionsIn()).slice(before);
	expect(entries).toEqual([
		'lab.opened',
		'lab.changed',
		'trainer.added',
		'trainer.invited',
		'trainer.changed',
		'trainer.ended',
		'public-reply.said',
		'lab.closed',
		'lab.opened'
	]);
});

test('what is refused, or hits nothing, leaves no entry', async () => {
	const before = await actionsIn();
	await ana.post('/staff/labs?/add', { name: '' });
	await ana.post('/staff/labs?/close', { id: nobody });
	await ana.post(`/staff/trainers/${nobody}?/change`, { name: '' });
	expect(await actionsIn()).toEqual(before);
});

test('what cannot be said in a sentence cannot be written: each action has its own in eight languages', async () => {
	const actions = Object.entries(words.activity.did).flatMap(([noun, verbs]) =>
		Object.keys(verbs).map((verb) => `${noun}.${verb}`)
	);
	expect(actions).toContain('idea.published');
	for (const lang of languages) {
		const t = await staffWords(lang);
		for (const action of [...actions, ...(await actionsIn())]) {
			expect(`${lang} ${activityWords(t, action)}`).not.toContain(action);
		}
	}
});

describe('The page', () => {
	test('shows fifty at once, each once, also while new ones come; by person and by action', async () => {
		const seqs: string[] = [];
		let next: string | null = '/staff/activity';
		for (let entry = 0; entry < 120; entry++) await write('need.noted');
		while (next !== null) {
			const { data } = await ana.open(next);
			expect(data.rows.length).toBeLessThanOrEqual(50);
			seqs.push(...data.rows.map(({ seq }: { seq: string }) => seq));
			next = data.older;
			await write('need.passed');
		}
		expect(new Set(seqs).size).toBe(seqs.length);
		expect(seqs.at(-1)).toBe('1');
		const { data } = await ana.open('/staff/activity?action=lab.closed');
		expect(data.rows).toHaveLength(1);
		expect(data.rows[0]).toMatchObject({ staff: anaId, name: 'Name of ana@city.example' });
		expect((await ana.open('/staff/activity?staff=nobody')).data.rows).toEqual([]);
		const mixed = (await ana.open(`/staff/activity?staff=${anaId}&action=need.noted`)).data;
		expect(mixed.rows).toEqual([]);
		expect(mixed.actions).toEqual([...new Set(await actionsIn())].sort());
	});

	test.each(['?before=x', '?after=99999999999999999999', '?before=1&before=2', '?action=%00'])(
		'takes %s for nothing that it knows',
		async (search) => {
			expect((await ana.open(`/staff/activity${search}`)).status).toBe(200);
		}
	);
});

describe('Nobody can change what was written', () => {
	test.each([
		`update activity set staff = 'eve'`,
		'delete from activity',
		'delete from activity where seq = 3',
		'truncate activity'
	])('the database refuses: %s', async (statement) => {
		await expect(sql.raw(statement).execute(city.db)).rejects.toThrow('only ever added to');
	});

	test('two who write at once both stand in one whole chain', async () => {
		await Promise.all(Array.from({ length: 20 }, () => write('need.noted')));
		const { broken, sound } = await verifyActivity(city.db);
		expect(broken).toBeUndefined();
		expect(sound).toBe((await actionsIn()).length);
	});

	test('and the command says that it is whole, or names the first entry that is not', async () => {
		const whole = await verify();
		expect(whole.code).toBe(0);
		expect(whole.said).toMatch(/is whole: \d+ entries\.\nIts last hash is [0-9a-f]{64}/);
		// who owns the database can switch the guard off
		await tamper(`update activity set detail = '{"role":"reader"}' where seq = 3`);
		const changed = await verify();
		expect(changed.code).toBe(1);
		expect(changed.complained).toContain('is broken at entry 3');
		expect(changed.complained).not.toMatch(/\n\s+at /);
		await tamper('delete from activity where seq between 2 and 3');
		expect((await verify()).complained).toContain('is broken at entry 4');
	}, 120_000);
});

async function write(action: ActivityAction): Promise<void> {
	const entry = { staff: null, action, subject: `need:${nobody}`, detail: { to: 'read' } };
	await city.db.transaction().execute((trx) => logActivity(trx, entry));
}

async function tamper(statement: string): Promise<void> {
	await sql.raw(`alter table activity disable trigger user`).execute(city.db);
	await sql.raw(statement).execute(city.db);
	await sql.raw(`alter table activity enable trigger user`).execute(city.db);
}

async function verify() {
	const script = join(import.meta.dirname, '../../scripts/activity.ts');
	const child = spawn(process.execPath, [script, 'verify'], {
		env: { ...process.env, DATABASE_URL: city.url }
	});
	const ended = new Promise<number | null>((done) => child.once('close', done));
	const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
	return { code: await ended, said, complained };
}
