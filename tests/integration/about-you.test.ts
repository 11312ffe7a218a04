/** What a city asks of whoever tells it a need: said by who wants to, counted, and shown beside no need. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adoptCity } from '../../src/lib/server/published-city.ts';
import { countHeard } from '../../src/lib/server/heard-count.ts';
import type { Heard } from '../../src/lib/server/heard.ts';
import { readSettings } from '../../src/lib/server/settings.ts';
import { addStaff } from '../../src/lib/server/staff.ts';
import { readAccess } from '../../src/lib/server/access.ts';
import { makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { actions, load } from '../../src/routes/[lang=lang]/needs/new/+page.server.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { aNeed, aWithdrawal, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';

const password = 'four plain words here';
const numbers = '/staff/heard/numbers';
let database: TestDatabase;
let door: Door;
let admin: Browser;

beforeAll(async () => {
	database = await openTestDatabase();
	door = await openDoor(database.url);
	const eva = { name: 'Eva', email: 'eva@city.example', role: 'admin', lang: 'es' } as const;
	await database.db.transaction().execute((trx) => addStaff(trx, eva, password));
	admin = openBrowser();
	await admin.signIn(eva.email, password);
});
afterAll(async () => {
	await door.close();
	await database.close();
});

async function send(...submissions: object[]): Promise<string[]> {
	const response = await fetch(`${door.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions })
	});
	const { results } = (await response.json()) as { results: { result: string }[] };
	return results.map(({ result }) => result);
}

async function asked(...asks: string[]) {
	const form = new FormData();
	for (const each of asks) form.append('asks', each);
	form.append('age', '0-14; 1000\n75+; 9000');
	form.append('gender', 'Mujer; 5.200\nHombre; 4.800');
	return admin.save(numbers, form);
}

const heard = async (): Promise<Heard> => {
	await countHeard(database.db, new Date());
	return (await admin.open('/staff/heard')).data.heard;
};
const said = (count: number, about: object) =>
	Array.from({ length: count }, () => aNeed('No hay wifi', { body: { about } }));

/** Posts to an action of the page without its script. */
function post(action: keyof typeof actions, fields: Record<string, string>) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	const request = new Request(`http://city.example/es/needs/new?/${action}`, {
		method: 'POST',
		body: form
	});
	return actions[action]({ request, params: { lang: 'es' } } as never) as Promise<never>;
}

test('A city asks nobody anything until it says so, and shows no list of it', async () => {
	expect(await (load as () => Promise<unknown>)()).toMatchObject({ asks: [] });
	const { parts } = await heard();
	expect([parts.age, parts.gender]).toEqual([[], []]);
});

describe('Once an admin asks for age and gender', () => {
	beforeAll(async () => {
		expect(await asked('age', 'gender')).toMatchObject({ status: 303 });
	});

	test('the page of telling asks it, and so do hubs', async () => {
		expect(await (load as () => Promise<unknown>)()).toMatchObject({ asks: ['age', 'gender'] });
		const { body } = await database.db
			.selectFrom('publications')
			.select('body')
			.where('id', '=', 'city')
			.executeTakeFirstOrThrow();
		const hub = await openTestDatabase();
		await adoptCity(hub.db, body);
		expect((await readSettings(hub.db)).asks).toEqual(['age', 'gender']);
		await hub.close();
	});

	test('staff see who is heard less beside the city’s own numbers, and nothing of fewer than five', async () => {
		await send(
			...said(52, { age: '0-14', gender: 'man' }),
			...said(4, { age: '75+', gender: 'woman' }),
			...said(7, {})
		);
		const { parts, total } = await heard();
		expect(total).toBe(60);
		const of = (part: 'age' | 'gender', key: string) => parts[part].find((row) => row.key === key);
		expect(of('age', '0-14')).toMatchObject({ needs: 50, people: 1000, isLess: false });
		expect(of('age', '75+')).toMatchObject({ needs: null, people: 9000, isLess: true });
		expect(of('gender', 'woman')).toMatchObject({ needs: null, people: 5200, isLess: true });
		expect(of('gender', 'other')).toMatchObject({ needs: null, people: null });
	});

	test('without script it goes with the need; what is no answer is as if it were not there', async () => {
		const code = makeReceiptCode(randomBytes(10));
		const typed = { topic: 'access', words: 'La rampa', place: 'none', lesson: '', step: '' };
		const checked = (await post('check', { ...typed, age: '75+', gender: 'queen' })) as {
			input: Record<string, string>;
			identity: { id: string };
		};
		expect(checked.input).toMatchObject({ age: '75+' });
		await post('send', { ...checked.input, publish: '', id: checked.identity.id, code });
		const access = await readAccess(database.db, checked.identity.id);
		expect(access['needs']).toMatchObject([{ age: '75+', gender: null }]);
	});

	test('on the wire an answer that nobody can give is rejected', async () => {
		expect(await send(aNeed('Hola', { body: { about: { age: '30' } as never } }))).toEqual([
			'rejected'
		]);
	});

	test('it stands beside no need, and goes when the need is taken back', async () => {
		const secrets = newSecrets();
		const need = aNeed('Se va', { secrets, body: { about: { age: '75+', gender: 'other' } } });
		await send(need);
		const page = (await admin.open(`/staff/needs/${need.id}`)).data;
		expect(JSON.stringify(page)).toContain('Se va');
		expect(JSON.stringify(page)).not.toMatch(/75\+|gender/);
		await send(aWithdrawal(secrets));
		const row = await database.db
			.selectFrom('needs')
			.select(['age', 'gender', 'state'])
			.where('id', '=', need.id)
			.executeTakeFirstOrThrow();
		expect(row).toEqual({ age: null, gender: null, state: 'withdrawn' });
	});
});

test('When it asks no more, what was said is still counted', async () => {
	await asked();
	expect(await (load as () => Promise<unknown>)()).toMatchObject({ asks: [] });
	const { parts } = await heard();
	expect(parts.age.find(({ key }) => key === '0-14')).toMatchObject({ needs: 50 });
});
