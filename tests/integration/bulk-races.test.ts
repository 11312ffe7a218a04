/** Many needs at once while colleagues work too: a lost race is said, and nothing of theirs is overwritten. */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { seenField, standingWord } from '../../src/lib/domain/bulk.ts';
import { undoTime } from '../../src/lib/domain/need-work.ts';
import type { NeedStub } from '../../src/lib/domain/inbox.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { bulkForm, standingOf } from './bulk-form.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;
let anaId: string;
let bea: Browser;
let beaId: string;
let ids: string[];

beforeAll(async () => {
	city = await openStaffCity();
	[ana, bea] = [openBrowser(), openBrowser()];
	anaId = (await city.addMember('ana@city.example')).id;
	await ana.signIn('ana@city.example', password);
	beaId = (await city.addMember('bea@city.example')).id;
	await bea.signIn('bea@city.example', password);
	for (const id of ['parks', 'roads']) {
		await city.db
			.insertInto('departments')
			.values({ id, name: id })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	}
});
afterAll(() => city.close());

/** Three needs that nobody has read. */
beforeEach(async () => {
	const needs = ['Luz', 'Bancos', 'Sombra'].map((words) => aNeed(words));
	await receive(city, { v: 1, submissions: needs }, new Date());
	ids = needs.map(({ id }) => id);
});

const read = () => standingOf(city, ids);

/** What an open page says of these needs: each form posts it along. */
async function seenBy(who: Browser, needs: string[]): Promise<string[]> {
	const { rows } = (await who.open('/staff?state=all')).data.inbox as { rows: NeedStub[] };
	return rows
		.filter(({ id }) => needs.includes(id))
		.map((need) => seenField(need.id, standingWord(need)));
}

const raced: [string, Record<string, string>, string][] = [
	['assign:me', { to: 'bea' }, 'assign'],
	['department:parks', { to: 'roads', was: '', why: 'Hers' }, 'pass']
];

test.each(raced)(
	'%s by key or after a look: what a colleague took meanwhile stays hers, and that is said',
	async (act, hers, step) => {
		const [lost, free] = ids.slice(0, 2) as [string, string];
		const page = await seenBy(ana, [lost, free]);
		const { data } = await ana.post(
			'/staff/bulk?/look',
			bulkForm(act, [lost, free], { seen: page })
		);
		const looked = (data.look.changing as { id: string; standing: string }[]).map((each) =>
			seenField(each.id, each.standing)
		);
		const to = hers['to'] === 'bea' ? beaId : (hers['to'] ?? '');
		const taken = await bea.post(`/staff/needs/${lost}?/${step}`, { ...hers, to });
		expect(taken.status).toBe(303);
		const theirs = (await read()).get(lost);
		const again = await ana.post('/staff/bulk?/look', bulkForm(act, [lost, free], { seen: page }));
		expect(again.data.look.staying).toEqual([['changed', 1]]);
		const key = await ana.post('/staff/bulk?/do', bulkForm(act, [lost], { seen: page }));
		expect(key.location).toBe('/staff?lost=1&many=0');
		const done = await ana.post('/staff/bulk?/do', bulkForm(act, [lost, free], { seen: looked }));
		expect(done.location).toContain('lost=1&many=1');
		expect((await ana.open(done.location ?? '')).data.told).toMatchObject({ lost: 1, many: 1 });
		expect((await read()).get(lost)).toEqual(theirs);
	}
);

const doneIn = (location: string | undefined) =>
	new URL(location ?? '', 'https://plaza.test').searchParams.get('bulk') ?? '';

test('undoing leaves what a colleague gave away, passed on or moved since, and nothing is undone twice', async () => {
	const [given, passed, free] = ids as [string, string, string];
	const cleo = (await city.addMember('cleo@city.example')).id;
	const bulk = doneIn((await ana.post('/staff/bulk?/do', bulkForm('assign:me', ids))).location);
	await bea.post(`/staff/needs/${given}?/assign`, { was: anaId, to: cleo });
	await bea.post(`/staff/needs/${passed}?/pass`, { was: '', to: 'roads', why: 'A street' });
	const undone = await ana.post('/staff/bulk?/undo', { bulk });
	expect(undone.location).toContain('undone=1&stayed=2');
	const there = await read();
	expect(there.get(given)?.assignee).toBe(cleo);
	expect(there.get(passed)).toMatchObject({ assignee: anaId, department: 'roads' });
	expect(there.get(free)?.assignee).toBeNull();
	expect((await ana.post('/staff/bulk?/undo', { bulk })).location).toContain('undone=no');
});

test('whose a need became among many or by a key stands in its history, and not where that was undone', async () => {
	const [taken, passed, undone] = ids as [string, string, string];
	const doneTo = async (act: string, need: string) =>
		doneIn((await ana.post('/staff/bulk?/do', bulkForm(act, [need]))).location);
	await doneTo(`assign:${beaId}`, taken);
	await doneTo('department:parks', passed);
	await ana.post('/staff/bulk?/undo', { bulk: await doneTo('assign:me', undone) });
	const historyOf = async (id: string) =>
		(await bea.open(`/staff/needs/${id}`)).data.desk.history
			.map(({ kind, to, by }: Record<string, string>) => [kind, to, by])
			.sort();
	const by = 'Name of ana@city.example';
	expect(await historyOf(taken)).toEqual([['assigned', 'Name of bea@city.example', by]]);
	expect(await historyOf(passed)).toEqual([
		['assigned', by, by],
		['passed', 'parks', by]
	]);
	expect(await historyOf(undone)).toEqual([]);
});

test('undoing leaves the state to which a colleague took a need since', async () => {
	const [taken, free] = ids as [string, string];
	const bulk = doneIn(
		(await ana.post('/staff/bulk?/do', bulkForm('read', [taken, free]))).location
	);
	const { need } = (await bea.open(`/staff/needs/${taken}`)).data;
	const seen = String(need.changedAt.getTime());
	expect((await bea.post(`/staff/needs/${taken}?/state`, { to: 'in work', seen })).status).toBe(
		303
	);
	const undone = await ana.post('/staff/bulk?/undo', { bulk });
	expect(undone.location).toContain('undone=1&stayed=1');
	expect([(await read()).get(taken)?.state, (await read()).get(free)?.state]).toEqual([
		'in work',
		'received'
	]);
});

test('only whoever may hide can undo a hiding, and only for ten minutes', async () => {
	const [hidden, late] = ids as [string, string];
	await city.addMember('dora@city.example', 'department');
	await city.db
		.updateTable('staff')
		.set({ department: 'roads' })
		.where('email', '=', 'dora@city.example')
		.execute();
	await city.db
		.updateTable('needs')
		.set({ department: 'roads' })
		.where('id', '=', hidden)
		.execute();
	const dora = openBrowser();
	await dora.signIn('dora@city.example', password);
	const { location = '' } = await ana.post('/staff/bulk?/do', bulkForm('hide', [hidden]));
	const bulk = doneIn(location);
	expect((await dora.open(location)).data.told.mayUndo).toBe(false);
	expect(await dora.post('/staff/bulk?/undo', { bulk })).toMatchObject({ status: 400 });
	expect((await read()).get(hidden)?.state).toBe('hidden');
	expect((await ana.open(location)).data.told.mayUndo).toBe(true);
	await ana.post('/staff/bulk?/undo', { bulk });
	expect((await read()).get(hidden)?.state).toBe('received');

	const old = (await ana.post('/staff/bulk?/do', bulkForm('hide', [late]))).location ?? '';
	vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + undoTime + 1000 });
	onTestFinished(() => void vi.useRealTimers());
	expect((await ana.open(old)).data.told).toMatchObject({ mayUndo: false, many: 1 });
	const { latest } = (await ana.open('/staff/bulk')).data;
	expect(latest[0]).toMatchObject({ id: doneIn(old), mayUndo: false });
	const undone = await ana.post('/staff/bulk?/undo', { bulk: doneIn(old) });
	expect(undone.location).toContain('undone=late');
	expect((await read()).get(late)?.state).toBe('hidden');
});
