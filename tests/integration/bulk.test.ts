/** Many needs at once: looked at first, done together, undone where nobody went on; and views that are kept. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mostAtOnce } from '../../src/lib/domain/bulk.ts';
import { cityStates, type CityState } from '../../src/lib/domain/need-state.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { bulkForm, standingOf } from './bulk-form.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;
let anaId: string;
let ids: string[];

beforeAll(async () => {
	city = await openStaffCity();
	anaId = (await city.addMember('ana@city.example')).id;
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
	await city.db
		.insertInto('departments')
		.values({ id: 'parks', name: 'Parks' })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	await city.db
		.insertInto('labels')
		.values([
			{ id: 'in-study', state: 'in work', words: JSON.stringify({ en: 'In study' }), position: 1 },
			{ id: 'delivered', state: 'answered', words: JSON.stringify({ en: 'Done' }), position: 2 }
		])
		.onConflict((conflict) => conflict.doNothing())
		.execute();
});
afterAll(() => city.close());

/** One need in each state. */
beforeEach(async () => {
	ids = [];
	for (const state of cityStates) {
		const need = aNeed(`En estado ${state}`);
		await receive(city, { v: 1, submissions: [need] }, new Date());
		await city.db.updateTable('needs').set({ state }).where('id', '=', need.id).execute();
		ids.push(need.id);
	}
});

const read = () => standingOf(city, ids);

const doneIn = (location: string | undefined) =>
	new URL(location ?? '', 'https://plaza.test').searchParams.get('bulk') ?? '';

const reached: [string, CityState[], Record<string, unknown>][] = [
	['read', ['received'], { state: 'read' }],
	[
		'label:in-study',
		['received', 'read', 'in work', 'answered', 'declined'],
		{ state: 'in work', label: 'in-study' }
	],
	[
		'assign:me',
		['received', 'read', 'in work', 'answered', 'declined', 'joined', 'hidden'],
		{ assignee: 'ana' }
	],
	[
		'department:parks',
		['received', 'read', 'in work', 'answered', 'declined', 'joined', 'hidden'],
		{ department: 'parks' }
	],
	['hide', ['received', 'read', 'in work', 'answered', 'declined'], { state: 'hidden' }]
];

test.each(reached)(
	'%s: what is said first is what is done, and all of it can be undone',
	async (act, states, after) => {
		const before = await read();
		const { data } = await ana.post('/staff/bulk?/look', bulkForm(act, ids));
		const changing = data.look.changing.map(({ id }: { id: string }) => id);
		expect(new Set(changing)).toEqual(
			new Set(states.map((state) => ids[cityStates.indexOf(state)]))
		);
		const staying = data.look.staying as [string, number][];
		expect(staying.reduce((sum, [, many]) => sum + many, 0)).toBe(ids.length - changing.length);
		expect(await read()).toEqual(before);
		const { location } = await ana.post('/staff/bulk?/do', bulkForm(act, ids));
		const there = await read();
		const meant = 'assignee' in after ? { assignee: anaId } : after;
		for (const id of ids) {
			if (changing.includes(id)) expect(there.get(id)).toMatchObject(meant);
			else expect(there.get(id)).toEqual(before.get(id));
		}
		const bulk = doneIn(location);
		await ana.post('/staff/bulk?/undo', { bulk });
		expect(await read()).toEqual(before);
		const log = await city.db
			.selectFrom('activity')
			.select('action')
			.where('subject', '=', `bulk:${bulk}`)
			.orderBy('seq')
			.execute();
		expect(log.map(({ action }) => action)).toEqual([`bulk.${act.split(':')[0]}`, 'bulk.undone']);
	}
);

test('each new state stands in the history of its need, with who did it', async () => {
	await ana.post('/staff/bulk?/do', bulkForm('read', ids));
	const events = await city.db
		.selectFrom('need_events')
		.select(['from_state', 'to_state', 'staff'])
		.where('need', 'in', ids)
		.execute();
	expect(events).toEqual([{ from_state: 'received', to_state: 'read', staff: anaId }]);
});

test.each([
	['answered', 'bulk-act'],
	['label:delivered', undefined],
	['label:nothing', 'bulk-act'],
	['assign:nobody-knows', 'bulk-act'],
	['', 'bulk-act']
])('"%s" never answers many people at once', async (act, problem) => {
	const before = await read();
	const look = await ana.post('/staff/bulk?/look', bulkForm(act, ids));
	if (problem) expect(look).toMatchObject({ status: 400, data: { problem } });
	else expect(look.data.look.changing).toEqual([]);
	await ana.post('/staff/bulk?/do', bulkForm(act, ids));
	expect(await read()).toEqual(before);
});

test('nothing chosen is said, and nonsense among the chosen is left out', async () => {
	expect(await ana.post('/staff/bulk?/look', bulkForm('read', []))).toMatchObject({
		...{ status: 400, data: { problem: 'bulk-none' } }
	});
	const some = bulkForm('read', ['x', "'; drop table needs; --", ids[0] ?? '']);
	expect((await ana.post('/staff/bulk?/look', some)).data.look.changing).toHaveLength(1);
});

test('a whole list is at most five hundred, the oldest promises first, and the page says so', async () => {
	const needs = Array.from({ length: mostAtOnce + 20 }, (_, at) =>
		aNeed(`Muchas ${at}`, { lang: 'nl' })
	);
	await receive(city, { v: 1, submissions: needs.slice(0, 400) }, new Date('2026-01-01'));
	await receive(city, { v: 1, submissions: needs.slice(400) }, new Date('2026-02-01'));
	const list = { of: 'list', list: '?lang=nl' };
	const { data } = await ana.post('/staff/bulk?/look', bulkForm('read', [], list));
	expect([data.look.changing.length, data.look.isMore]).toEqual([mostAtOnce, true]);
	const { location } = await ana.post('/staff/bulk?/do', bulkForm('read', [], list));
	expect(location).toContain(`many=${mostAtOnce}`);
	const early = await city.db
		.selectFrom('needs')
		.select('state')
		.where('lang', '=', 'nl')
		.where('received_at', '<', new Date('2026-01-15'))
		.execute();
	expect(new Set(early.map(({ state }) => state))).toEqual(new Set(['read']));
});

test('who only reads does nothing to many, and a department does not hide', async () => {
	for (const [role, status] of [
		['reader', 303],
		['department', 400]
	] as const) {
		await city.addMember(`${role}@city.example`, role);
		const browser = openBrowser();
		await browser.signIn(`${role}@city.example`, password);
		const before = await read();
		expect((await browser.post('/staff/bulk?/do', bulkForm('hide', ids))).status).toBe(status);
		expect(await read()).toEqual(before);
	}
});

test('a list is kept under a name, seen by colleagues when it is shared, and removed by whoever may', async () => {
	await city.addMember('bea@city.example', 'department');
	const bea = openBrowser();
	await bea.signIn('bea@city.example', password);
	const views = async (who: Browser) =>
		(await who.open('/staff')).data.views.map(
			({ name, query }: { name: string; query: string }) => [name, query]
		);
	const query = '?topic=safety&has=voice&evil=1';
	await ana.post('/staff?/keep', { name: '  Luz   y miedo ', query });
	await ana.post('/staff?/keep', { name: 'Para todas', query: '', shared: 'on' });
	await bea.post('/staff?/keep', { name: 'Mine', query: '?lang=ar', shared: 'on' });
	expect(await views(ana)).toEqual([
		['Luz y miedo', '?topic=safety&has=voice'],
		['Para todas', '']
	]);
	// a department keeps views, and shares none
	expect(await views(bea)).toEqual([
		['Mine', '?lang=ar'],
		['Para todas', '']
	]);
	await ana.post('/staff?/keep', { name: 'Luz y miedo', query: '?lang=es' });
	expect(await views(ana)).toContainEqual(['Luz y miedo', '?lang=es']);
	const shared = (await bea.open('/staff')).data.views.find(({ own }: { own: boolean }) => !own);
	await bea.post('/staff?/unkeep', { id: shared.id, query: '' });
	expect(await views(ana)).toHaveLength(2);
	await ana.post('/staff?/unkeep', { id: shared.id, query: '' });
	expect(await views(bea)).toEqual([['Mine', '?lang=ar']]);
	// what colleagues see is written down; what is hers alone concerns nobody
	const logged = await city.db
		.selectFrom('activity')
		.select('action')
		.where('subject', 'like', 'view:%')
		.orderBy('seq')
		.execute();
	expect(logged.map(({ action }) => action)).toEqual(['view.shared', 'view.removed']);
});

test.each(['', '   ', 'x'.repeat(61)])('a view is not kept under the name "%s"', async (name) => {
	const answer = await ana.post('/staff?/keep', { name, query: '' });
	expect(answer).toMatchObject({ status: 400, data: { typed: name, view: 'view-name' } });
});
