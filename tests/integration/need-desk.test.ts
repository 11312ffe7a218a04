/** One need at the desk: the city’s own labels, promises, and the way back from a step. */
import { describe, expect, test } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { undoTime } from '../../src/lib/domain/need-work.ts';
import { listLabels } from '../../src/lib/server/labels.ts';
import { takeStep, undoStep } from '../../src/lib/server/need-work.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { city, admin, ana, ids, tell, look, work, logged, row, openDesk } from './desk-people.ts';

openDesk();

describe('Labels', () => {
	test('a city begins with eight of them, each in eight languages', async () => {
		const labels = await listLabels(city.db);
		expect(labels.map(({ id, state }) => [id, state])).toEqual([
			['received', 'received'],
			['read', 'read'],
			['in-study', 'in work'],
			['in-co-design', 'in work'],
			['in-work', 'in work'],
			['delivered', 'answered'],
			['declined', 'declined'],
			['joined', 'joined']
		]);
		for (const { words } of labels)
			expect(Object.keys(words).sort()).toEqual([...languages].sort());
	});

	test('a step sets label and state together; the person hears of the state only', async () => {
		const { id, secrets } = await tell();
		const { need, desk } = await look(id);
		const step = desk.steps.find(({ label }: { label: string }) => label === 'in-co-design');
		expect(step).toMatchObject({ to: 'in work', name: 'In co-design' });
		const seen = String(need.changedAt.getTime());
		expect(await work(id, 'state', { to: 'in work', label: 'in-co-design', seen })).toBe('303');
		expect(await row(id)).toMatchObject({ state: 'in work', label: 'in-co-design' });
		const after = await look(id);
		expect(after.desk.label).toBe('In co-design');
		expect(after.desk.history.at(-1)).toMatchObject({ kind: 'step', labelName: 'In co-design' });
		const request = { v: 1 as const, submissions: [], watch: [secrets.watch] };
		const { replies } = await receive(city, request, new Date());
		expect(replies).toMatchObject([{ state: 'in work', messages: [] }]);
		expect(JSON.stringify(replies)).not.toMatch(/co-design/i);
	});

	test('from one label to another of the same state, and never one that is not of the state', async () => {
		const { id } = await tell();
		const move = async (label: string, to = 'in work') => {
			const { need } = await look(id);
			const seen = String(need.changedAt.getTime());
			return work(id, 'state', { to, label, seen });
		};
		expect(await move('in-study')).toBe('303');
		expect(await move('in-study')).toBe('409');
		expect(await move('in-work')).toBe('303');
		expect(await move('delivered')).toBe('409');
		expect(await move('no-such-label')).toBe('409');
		expect(await row(id)).toMatchObject({ state: 'in work', label: 'in-work' });
	});

	test('an admin says one in other words, adds, orders and retires; the last of a state stays', async () => {
		const page = '/staff/settings/labels';
		const wordsOf = (prefix: string, words: object) =>
			Object.fromEntries(Object.entries(words).map(([lang, text]) => [`${prefix}-${lang}`, text]));
		expect(
			(await admin.post(`${page}?/add`, { state: 'read', 'words-es': ' ' })).data.problems
		).toEqual({ words: { code: 'words' } });
		const form = { state: 'answered', 'words-es': 'Resuelta en parte' };
		expect((await admin.post(`${page}?/add`, form)).status).toBe(303);
		const partly = (await admin.open(page)).data.labels.at(-1);
		expect(partly).toMatchObject({ name: 'Resuelta en parte', state: 'answered' });
		expect(partly.missing).not.toContain('es');
		expect(partly.missing).toContain('ca');
		const renamed = {
			id: partly.id,
			...wordsOf('was', partly.words),
			...wordsOf('words', { es: 'A medias', ca: 'A mitges' })
		};
		expect((await admin.post(`${page}?/change`, renamed)).status).toBe(303);
		// who looks at an old page overwrites nothing
		const late = await admin.post(`${page}?/change`, { ...renamed, 'words-es': 'Otra' });
		expect(late).toMatchObject({ status: 409, data: { refused: 'changed' } });
		await admin.post(`${page}?/move`, { id: partly.id, by: 'up' });
		const order = (await listLabels(city.db)).map(({ id }) => id);
		expect(order.indexOf(partly.id)).toBe(order.length - 2);
		expect((await admin.post(`${page}?/retire`, { id: 'delivered', retired: 'yes' })).status).toBe(
			303
		);
		const last = await admin.post(`${page}?/retire`, { id: partly.id, retired: 'yes' });
		expect(last).toMatchObject({ status: 409, data: { refused: 'last' } });
		await admin.post(`${page}?/retire`, { id: 'delivered', retired: 'no' });
		expect(await logged(`label:${partly.id}`)).toEqual([
			'label.added',
			'label.renamed',
			'label.moved'
		]);
		expect((await ana.open(page)).status).toBe(303);
		expect((await admin.post(`${page}?/move`, { id: 'x', by: 'up' })).status).toBe(404);
	});
});

describe('The way back', () => {
	test('her own last step is taken back, and both stay in the history; then there is nothing to take back', async () => {
		const { id } = await tell();
		const seen = String((await look(id)).need.changedAt.getTime());
		await work(id, 'state', { to: 'read', label: 'read', seen });
		expect((await look(id)).desk.mayUndo).toBe(true);
		expect(await work(id, 'undo', {})).toBe('303');
		expect(await row(id)).toMatchObject({ state: 'received', label: null });
		const { desk } = await look(id);
		expect(desk.history.map(({ isUndoing }: { isUndoing: boolean }) => isUndoing)).toEqual([
			false,
			true
		]);
		expect(desk.mayUndo).toBe(false);
		expect(await work(id, 'undo', {})).toBe('409 nothing');
		expect(await logged(`need:${id}`)).toEqual(['need.moved', 'need.step-undone']);
	});

	test('not after ten minutes, not what a colleague did, and not words that are on their way', async () => {
		const { id } = await tell();
		const staff = ids['ana'] ?? '';
		const first = await row(id);
		const at = new Date(first.changed_at.getTime() + 1000);
		await takeStep(city.db, { need: id, to: 'read', staff, seen: first.changed_at }, at);
		const late = new Date(at.getTime() + undoTime + 1);
		expect(await undoStep(city.db, { need: id, staff }, late)).toEqual({ problem: 'late' });
		expect(await work(id, 'undo', {}, admin)).toBe('409 changed');
		const { changed_at: seen } = await row(id);
		const reply = { words: 'Mañana', lang: 'es' };
		await takeStep(city.db, { need: id, to: 'answered', staff, seen, reply });
		expect(await work(id, 'undo', {})).toBe('409 said');
		expect(await row(id)).toMatchObject({ state: 'answered', label: 'delivered' });
	});
});

describe('A promise', () => {
	test('is a day to come; it says when the answer is due, and being late is seen', async () => {
		const { id } = await tell();
		const year = new Date().getFullYear();
		const date = `${year + 1}-03-31`;
		expect(await work(id, 'promise', { was: '', date })).toBe('303');
		const kept = await row(id);
		expect(kept.promised_on).toBe(date);
		expect(kept.due_at).toEqual(new Date(year + 1, 3 - 1, 32));
		expect((await look(id)).desk).toMatchObject({ isOverdue: false });
		for (const bad of ['', '2026-02-30', '2020-01-01', `${year + 9}-01-01`, 'mañana']) {
			expect(await work(id, 'promise', { was: date, date: bad })).toBe('400 date');
		}
		await city.db
			.updateTable('needs')
			.set({ due_at: new Date(Date.now() - 1000) })
			.where('id', '=', id)
			.execute();
		expect((await look(id)).desk).toMatchObject({ isOverdue: true });
		expect(await work(id, 'promise', { was: date, none: '' })).toBe('303');
		expect((await row(id)).promised_on).toBeNull();
		expect(await logged(`need:${id}`)).toEqual(['need.promised', 'need.unpromised']);
	});

	test('of two who promise at once, the second is told so and overwrites nothing', async () => {
		const { id } = await tell();
		const year = new Date().getFullYear() + 1;
		const [first, second] = [`${year}-05-01`, `${year}-06-01`];
		expect(await work(id, 'promise', { was: '', date: first })).toBe('303');
		expect(await work(id, 'promise', { was: '', date: second })).toBe('409 changed');
		expect((await row(id)).promised_on).toBe(first);
	});
});
