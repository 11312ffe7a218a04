/** Who has a need, and who reaches it. */
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from './invented.ts';
import {
	city,
	admin,
	ana,
	eva,
	fay,
	reader,
	ids,
	streets,
	parks,
	tell,
	look,
	work,
	passTo,
	logged,
	row,
	openDesk
} from './desk-people.ts';

openDesk();

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

	test('its clocks run: since it came, since the department has it, and since it was touched last', async () => {
		const { id } = await tell();
		await passTo(id, '', streets);
		await city.db
			.updateTable('needs')
			.where('id', '=', id)
			.set({
				received_at: sql<Date>`now() - interval '9 days 2 hours'`,
				department_since: sql<Date>`now() - interval '4 days 2 hours'`,
				touched_at: sql<Date>`now() - interval '3 days'`
			})
			.execute();
		const before = (await look(id)).desk;
		expect(before).toMatchObject({ days: 9, departmentDays: 4 });
		const touched = ({ touchedAt }: { touchedAt: Date }) =>
			Date.now() - new Date(touchedAt).getTime();
		expect(touched((await look(id)).need)).toBeGreaterThan(2 * 86_400_000);
		// who hands it on touches it, and the department's clock begins again
		await passTo(id, streets, parks, eva, 'Es un árbol');
		const after = await look(id);
		expect(after.desk).toMatchObject({ days: 9, departmentDays: 0 });
		expect(touched(after.need)).toBeLessThan(60_000);
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
			expect((await admin.save(`/staff/people/${gil}?/${act}`, form)).status).toBe(303);
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
			...{ other: root, lead: 'other', seen: await seen(joined), 'root-other': await seen(root) }
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
