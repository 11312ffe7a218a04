/** A need without a label is called as the plainest of its state: to give it that one changes nothing, and nothing is told. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;
let need: string;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'admin');
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
});
afterAll(() => city.close());

beforeEach(async () => {
	const told = aNeed('Falta sombra en la plaza');
	await receive(city, { v: 1, submissions: [told] }, new Date());
	need = told.id;
});

const page = () => `/staff/needs/${need}`;
const seen = async () => String((await ana.open(page())).data.need.changedAt.getTime());

/** All that is written of a need when something changes. */
async function written() {
	const [row, events, log] = await Promise.all([
		city.db.selectFrom('needs').selectAll().where('id', '=', need).executeTakeFirst(),
		city.db.selectFrom('need_events').selectAll().where('need', '=', need).execute(),
		city.db.selectFrom('activity').select('action').orderBy('seq').execute()
	]);
	return { row, events, log: log.map(({ action }) => action) };
}

const offered = async () =>
	(await ana.open(page())).data.desk.steps.map(({ label }: { label: string }) => label);

const label = (id: string, to = id) =>
	seen().then((seen) => ana.post(`${page()}?/state`, { to, label: id, seen }));

const byMany = (act: string, way: 'look' | 'do') =>
	ana.post(`/staff/bulk?/${way}`, { act, of: 'chosen', need });

test('what was just received is not called "Received" by a step: the step is not there, and refused', async () => {
	expect(await offered()).not.toContain('received');
	const before = await written();
	expect(await label('received')).toMatchObject({ status: 409, data: { step: 'state' } });
	expect(await written()).toEqual(before);
	expect((await ana.open(page())).data.desk.history).toEqual([]);
});

test('nor with many others: it stays as it is, and the page says that it is so already', async () => {
	const before = await written();
	expect((await byMany('label:received', 'look')).data.look).toMatchObject({
		...{ changing: [], staying: [['same', 1]] }
	});
	await byMany('label:received', 'do');
	expect(await written()).toEqual(before);
});

test('what was marked as read without a label is called "Read" already', async () => {
	await byMany('read', 'do');
	expect((await written()).row).toMatchObject({ state: 'read', label: null });
	expect(await offered()).not.toContain('read');
	const before = await written();
	expect((await label('read')).status).toBe(409);
	await byMany('label:read', 'do');
	expect(await written()).toEqual(before);
});

test('the inbox finds and counts it under that label, and under another one once it has that', async () => {
	const found = async (label: string) => {
		const { inbox } = (await ana.open(`/staff?state=all&label=${label}`)).data;
		return inbox.rows.map(({ id }: { id: string }) => id).includes(need);
	};
	expect([await found('received'), await found('read')]).toEqual([true, false]);
	await byMany('read', 'do');
	expect([await found('received'), await found('read')]).toEqual([false, true]);
});

test('another label of the state is a step, and so is the way back to the plainest one', async () => {
	await ana.post('/staff/settings/labels?/add', { state: 'received', 'words-es': 'A revisar' });
	const { labels } = (await ana.open('/staff/settings/labels')).data;
	const further = labels.at(-1).id;
	expect(await offered()).toContain(further);
	expect((await label(further, 'received')).status).toBe(303);
	expect(await offered()).toContain('received');
	expect((await label('received')).status).toBe(303);
	expect((await written()).row).toMatchObject({ state: 'received', label: 'received' });
	expect((await written()).events).toHaveLength(2);
});

test('where the one that bears the name of the state ended, the first in use is the plainest', async () => {
	await ana.post('/staff/settings/labels?/add', { state: 'received', 'words-es': 'Nueva' });
	const { labels } = (await ana.open('/staff/settings/labels')).data;
	const first = labels.filter(
		({ id, state }: { id: string; state: string }) => state === 'received' && id !== 'received'
	)[0].id;
	await ana.post('/staff/settings/labels?/retire', { id: 'received', retired: 'yes' });
	const before = await written();
	expect((await label(first, 'received')).status).toBe(409);
	await byMany(`label:${first}`, 'do');
	expect(await written()).toEqual(before);
});
