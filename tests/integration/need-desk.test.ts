/** One need at the desk: the city's own labels, promises, whose it is, notes, and the way back from a step. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { noteTime, undoTime } from '../../src/lib/domain/need-work.ts';
import { listLabels } from '../../src/lib/server/labels.ts';
import { deleteNote } from '../../src/lib/server/notes.ts';
import { takeStep, undoStep } from '../../src/lib/server/need-work.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, aWithdrawal, newId, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
/** An admin, a coordinator, a moderator; Eva and Fay of two departments; and a reader. */
let admin: Browser;
let ana: Browser;
let eva: Browser;
let fay: Browser;
let reader: Browser;
const ids: Record<string, string> = {};
let streets: string;
let parks: string;

beforeAll(async () => {
	city = await openStaffCity();
	const enter = async (name: string, role: Parameters<StaffCity['addMember']>[1]) => {
		ids[name] = (await city.addMember(`${name}@city.example`, role)).id;
		const browser = openBrowser();
		await browser.signIn(`${name}@city.example`, password);
		return browser;
	};
	admin = await enter('admin', 'admin');
	ana = await enter('ana', 'coordinator');
	eva = await enter('eva', 'department');
	fay = await enter('fay', 'department');
	reader = await enter('reader', 'reader');
	for (const name of ['Streets', 'Parks']) {
		await admin.post('/staff/settings/departments?/add', { name });
	}
	const { departments } = (await admin.open('/staff/settings/departments')).data;
	[parks, streets] = departments.map(({ id }: { id: string }) => id);
	for (const [name, department] of [
		['eva', streets],
		['fay', parks]
	] as const) {
		await city.db
			.updateTable('staff')
			.set({ department })
			.where('id', '=', ids[name] ?? '')
			.execute();
	}
});
afterAll(() => city.close());

async function tell(words = 'Hace falta luz') {
	const secrets = newSecrets();
	const need = aNeed(words, { secrets });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return { id: need.id, secrets };
}

const look = async (id: string, as = ana) => (await as.open(`/staff/needs/${id}`)).data;

/** Posts one of the page's forms and gives the status, with the code of what could not be done. */
async function work(id: string, action: string, form: Record<string, string>, as = ana) {
	const { status, data, location } = await as.post(`/staff/needs/${id}?/${action}`, form);
	if (location === '/staff/refused') return 'refused';
	return data?.desk ? `${status} ${data.desk.code}` : String(status);
}

const passTo = (id: string, was: string, to: string, as = ana, why = 'Es de alumbrado') =>
	work(id, 'pass', { was, to, why }, as);

const logged = async (subject: string) =>
	(
		await city.db
			.selectFrom('activity')
			.select('action')
			.where('subject', '=', subject)
			.orderBy('seq')
			.execute()
	).map(({ action }) => action);

const row = (id: string) =>
	city.db.selectFrom('needs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

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

describe('Passing on', () => {
	test('a need keeps its owner in front of the citizen while departments hand it on', async () => {
		const { id } = await tell();
		expect(await work(id, 'assign', { was: '', to: ids['ana'] ?? '' })).toBe('303');
		expect(await passTo(id, '', streets)).toBe('303');
		expect(await passTo(id, streets, parks, eva, 'Es un árbol')).toBe('303');
		expect(await row(id)).toMatchObject({ assignee: ids['ana'], department: parks });
		const { desk } = await look(id);
		expect(desk).toMatchObject({
			owner: 'Name of ana@city.example',
			department: 'Parks',
			days: 0,
			departmentDays: 0
		});
		expect(
			desk.history.map(({ kind, to, why }: Record<string, string>) => [kind, to, why])
		).toEqual([
			['assigned', 'Name of ana@city.example', undefined],
			['passed', 'Streets', 'Es de alumbrado'],
			['passed', 'Parks', 'Es un árbol']
		]);
		// and back to whoever answers for it
		expect(await passTo(id, parks, '_', fay)).toBe('303');
		expect((await row(id)).department).toBeNull();
	});

	test('"not ours" is impossible without naming whose, and why', async () => {
		const { id } = await tell();
		await passTo(id, '', streets);
		expect(await passTo(id, streets, '', eva)).toBe('400 whose');
		expect(await passTo(id, streets, streets, eva)).toBe('409 same');
		expect(await passTo(id, streets, 'no-such', eva)).toBe('409 department-closed');
		expect(await passTo(id, streets, parks, eva, ' ')).toBe('400 why');
		expect((await row(id)).department).toBe(streets);
	});

	test('what nobody owned yet is owned by whoever passes it on, so that somebody answers for it', async () => {
		const { id } = await tell();
		await passTo(id, '', streets);
		await passTo(id, streets, parks, eva, 'Es un árbol');
		expect(await row(id)).toMatchObject({ assignee: ids['ana'], department: parks });
		const { history } = (await look(id)).desk;
		expect(history.map(({ kind, to }: Record<string, string>) => [kind, to]).sort()).toEqual([
			['assigned', 'Name of ana@city.example'],
			['passed', 'Parks'],
			['passed', 'Streets']
		]);
	});

	test.each([
		['leaves', 'remove', {}, 'staff.removed'],
		['may not work with needs any more', 'role', { role: 'reader' }, 'staff.role-changed']
	])(
		'when its owner %s a need is nobody’s, and waits at the desk’s list',
		async (_, act, form, action) => {
			const { id: gil } = await city.addMember(`gil${Math.random()}@city.example`, 'moderator');
			const [{ id }, other] = [await tell(), await tell()];
			for (const need of [id, other.id]) await work(need, 'assign', { was: '', to: gil });
			await passTo(id, '', streets);
			expect((await admin.open(`/staff/people/${gil}`)).data.owned).toBe(2);
			expect((await admin.post(`/staff/people/${gil}?/${act}`, form)).status).toBe(303);
			expect(await row(id)).toMatchObject({ assignee: null, department: streets });
			expect((await look(id)).desk.owner).toBeNull();
			expect(await passTo(id, streets, '_', eva)).toBe('409 no-owner');
			const { inbox } = (
				await ana.open(`/staff?assignee=_&q=${(await look(other.id)).need.number}`)
			).data;
			expect(inbox.rows.map((one: { id: string }) => one.id)).toEqual([other.id]);
			const entry = await city.db
				.selectFrom('activity')
				.select('detail')
				.where('subject', '=', `staff:${gil}`)
				.where('action', '=', action)
				.executeTakeFirstOrThrow();
			expect(entry.detail).toMatchObject({ needs: 2 });
		}
	);

	test('two who pass it on at once: the second is told, and it is where the first one sent it', async () => {
		const { id } = await tell();
		expect(await passTo(id, '', streets)).toBe('303');
		expect(await passTo(id, '', parks, admin)).toBe('409 changed');
		expect((await row(id)).department).toBe(streets);
		expect(await work(id, 'assign', { was: '', to: ids['ana'] ?? '' })).toBe('303');
		expect(await work(id, 'assign', { was: '', to: ids['admin'] ?? '' })).toBe('409 changed');
		expect(await work(id, 'assign', { was: ids['ana'] ?? '', to: ids['reader'] ?? '' })).toBe(
			'409 whose'
		);
	});

	test('a department that still has needs to work on cannot be closed', async () => {
		const { id } = await tell();
		await passTo(id, '', streets);
		const page = '/staff/settings/departments';
		const refused = await admin.post(`${page}?/close`, { id: streets, retired: 'yes' });
		expect(refused).toMatchObject({ status: 409, data: { problem: 'full' } });
		const taken = await admin.post(`${page}?/add`, { name: ' streets ' });
		expect(taken).toMatchObject({ status: 409, data: { problem: 'taken', typed: 'streets' } });
		const old = { id: parks, was: 'Gardens', name: 'Green' };
		expect((await admin.post(`${page}?/change`, old)).data.problem).toBe('changed');
		expect((await admin.post(`${page}?/add`, { name: '' })).data.problem).toBe('name');
	});
});

describe('Who reaches a need', () => {
	test('a department sees and works only what was passed to it', async () => {
		const { id } = await tell();
		const seen = String((await look(id)).need.changedAt.getTime());
		const forms: [string, Record<string, string>][] = [
			['state', { to: 'read', seen }],
			['reply', { kind: 'answered', words: 'Hola', lang: 'es', seen }],
			['promise', { was: '', date: `${new Date().getFullYear() + 1}-01-01` }],
			['note', { note: 'Hola' }],
			['pass', { was: '', to: parks, why: 'Nuestra' }],
			['assign', { was: '', to: ids['eva'] ?? '' }],
			['undo', {}]
		];
		await passTo(id, '', parks);
		expect((await eva.open(`/staff/needs/${id}`)).status).toBe(404);
		for (const [action, form] of forms) expect(await work(id, action, form, eva)).toBe('404');
		expect(await row(id)).toMatchObject({
			...{ state: 'received', department: parks, assignee: ids['ana'] }
		});
		await passTo(id, parks, streets, fay);
		expect((await eva.open(`/staff/needs/${id}`)).status).toBe(200);
		expect(await work(id, 'note', { note: 'Ya la tenemos' }, eva)).toBe('303');
		expect((await fay.open(`/staff/needs/${id}`)).status).toBe(404);
	});

	test('a reader only looks; how and from where it came is hidden from whoever has not the right', async () => {
		const { id } = await tell();
		for (const action of ['state', 'undo', 'promise', 'assign', 'pass', 'note', 'reply']) {
			const form = { to: 'read', kind: 'answered', words: 'x', seen: '0', date: '', note: 'x' };
			expect(await work(id, action, form, reader)).toBe('refused');
		}
		expect((await look(id, reader)).need.private).toBeNull();
		expect((await look(id)).need.private).toMatchObject({ hub: null, session: null });
		expect(await logged(`need:${id}`)).toEqual([]);
	});

	test('in which session it was told is found by no list, count or name without that right', async () => {
		const { id } = await tell();
		const session = newId();
		await city.db.updateTable('needs').set({ session }).where('id', '=', id).execute();
		const listed = async (who: typeof ana) => {
			const { inbox, names } = (await who.open(`/staff?session=${session}`)).data;
			return [inbox.counts.session.get(session), names.sessions.size, inbox.counts.total];
		};
		expect(await listed(ana)).toEqual([1, 1, 1]);
		const [count, named, total] = await listed(reader);
		expect([count, named]).toEqual([undefined, 0]);
		expect(total).toBeGreaterThan(1);
	});

	test('whoever sees a need that was joined sees its track as the person does', async () => {
		const [{ id: root }, { id: joined }] = [await tell(), await tell()];
		const seen = async (of: string) => String((await look(of)).need.changedAt.getTime());
		await ana.post(`/staff/needs/${joined}/join?/join`, {
			...{ other: root, lead: 'other', seen: await seen(joined), 'seen-other': await seen(root) }
		});
		const reply = { kind: 'answered', words: 'Ya funciona.', lang: 'es', seen: await seen(root) };
		expect(await work(root, 'reply', reply)).toBe('303');
		for (const who of [ana, reader]) {
			expect((await look(joined, who)).need).toMatchObject({
				...{ state: 'joined', seenState: 'answered' }
			});
		}
	});
});

describe('Notes', () => {
	test('are for the staff alone: no phone hears of them', async () => {
		const { id, secrets } = await tell();
		expect(await work(id, 'note', { note: 'Llamar a la brigada' })).toBe('303');
		expect((await look(id, admin)).desk.notes).toMatchObject([
			{ words: 'Llamar a la brigada', by: 'Name of ana@city.example', deletableUntil: null }
		]);
		expect((await look(id, reader)).desk.notes).toEqual([]);
		const request = { v: 1 as const, submissions: [], watch: [secrets.watch] };
		expect(JSON.stringify(await receive(city, request, new Date()))).not.toContain('brigada');
		expect(await work(id, 'note', { note: ' ' })).toBe('400 note');
		expect(await work(id, 'note', { note: 'a'.repeat(2001) })).toBe('400 note-long');
	});

	test('only its writer deletes one, for five minutes', async () => {
		const { id } = await tell();
		await work(id, 'note', { note: 'Una errata' });
		const [note] = (await look(id)).desk.notes;
		expect(note.deletableUntil).not.toBeNull();
		expect(await work(id, 'unnote', { id: note.id }, admin)).toBe('409 late');
		const late = new Date(note.at.getTime() + noteTime + 1);
		const asked = { need: id, staff: ids['ana'] ?? '', note: note.id };
		expect(await deleteNote(city.db, asked, late)).toEqual({ problem: 'late' });
		expect(await work(id, 'unnote', { id: note.id })).toBe('303');
		expect((await look(id)).desk.notes).toEqual([]);
	});

	test('two who write at once both have theirs; taking the need back erases them', async () => {
		const { id, secrets } = await tell();
		await passTo(id, '', streets, ana, 'La señora del tercero');
		await Promise.all([
			work(id, 'note', { note: 'Palabras de Ana' }),
			work(id, 'note', { note: 'Palabras de la jefa' }, admin)
		]);
		expect((await look(id)).desk.notes).toHaveLength(2);
		await receive(city, { v: 1, submissions: [aWithdrawal(secrets)] }, new Date());
		expect(await work(id, 'note', { note: 'Demasiado tarde' })).toBe('409 withdrawn');
		const left = JSON.stringify([await look(id), await row(id)]);
		expect(left).not.toMatch(/Palabras|señora/);
		expect(
			await city.db.selectFrom('need_notes').selectAll().where('need', '=', id).execute()
		).toEqual([]);
	});
});
