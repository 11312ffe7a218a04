/** Staff plan sessions at labs; every device hears of them, and nobody overwrites what another did. */
import { describe, expect, it } from 'vitest';
import { plannedSessionSchema } from '../../src/lib/domain/session.ts';
import { takeBackOver } from '../../src/lib/server/published-calendar.ts';
import { readFeed } from '../../src/lib/server/publications.ts';
import * as v from 'valibot';
import {
	city,
	browser,
	day,
	aLab,
	dayIn,
	aForm,
	plan,
	sessions,
	published,
	cursor,
	openLabs
} from './labs-and-sessions.ts';

openLabs();

describe('a session', () => {
	it('is planned for several weeks in one go, and every device hears of each', async () => {
		const lab = await aLab();
		const answer = await plan(lab, { weeks: '12' });
		expect(answer).toMatchObject({ status: 303, location: '/staff/sessions?done=planned' });
		const rows = await sessions();
		expect(rows).toHaveLength(12);
		for (const { starts_at, ends_at } of rows) {
			expect([starts_at.getHours(), starts_at.getDay()]).toEqual([10, rows[0]?.starts_at.getDay()]);
			expect(ends_at.getHours()).toBe(12);
		}
		const bodies = await published('session');
		for (const body of bodies) expect(v.is(plannedSessionSchema, body)).toBe(true);
		expect(bodies).toHaveLength(12);
		expect(bodies).toContainEqual({
			id: rows[11]?.id,
			lab,
			startsAt: rows[11]?.starts_at.toISOString(),
			endsAt: rows[11]?.ends_at.toISOString(),
			modules: ['scam-messages', 'mail'],
			languages: ['es', 'ar'],
			cancelled: false,
			revision: 0
		});
	});

	const refused: [string, Record<string, string | string[]>, string, string][] = [
		['that ends before it begins', { from: '12:00', to: '10:00' }, 'to', 'session-order'],
		['that ends when it begins', { from: '10:00', to: '10:00' }, 'to', 'session-order'],
		['on a day that does not exist', { day: '2027-02-30' }, 'day', 'session-day'],
		['on no day', { day: '' }, 'day', 'session-day'],
		['at an hour that does not exist', { from: '25:00' }, 'from', 'session-time'],
		['longer than twelve hours', { from: '08:00', to: '20:01' }, 'to', 'session-long'],
		['in the past', { day: '2026-01-02' }, 'day', 'session-past'],
		['without a language', { languages: [] }, 'languages', 'languages'],
		['in languages that nobody knows', { languages: ['xx'] }, 'languages', 'languages'],
		['in thirteen weeks', { weeks: '13' }, 'weeks', 'session-weeks'],
		['in no week', { weeks: '0' }, 'weeks', 'session-weeks'],
		['at no lab', { lab: 'x' }, 'lab', 'session-lab'],
		[
			'about seven modules',
			{
				modules: ['mail', 'scam-messages', 'connect', 'together', 'search', 'identity', 'passwords']
			},
			'modules',
			'session-modules'
		]
	];

	it.each(refused)('%s comes back with what was typed', async (_, fields, field, code) => {
		const { status, data } = await plan(await aLab(), fields);
		expect([status, data.problems]).toEqual([400, { [field]: { code } }]);
		expect(data.typed).toMatchObject({
			from: fields['from'] ?? '10:00',
			day: fields['day'] ?? dayIn(7)
		});
		expect(await sessions()).toEqual([]);
	});

	async function aSession() {
		const lab = await aLab();
		await plan(lab);
		const [session] = await sessions();
		if (!session) throw new Error('not planned');
		const page = `/staff/sessions/${session.id}`;
		const change = (revision: number, fields: Record<string, string> = {}) =>
			browser.post(`${page}?/change`, aForm(lab, { ...fields, revision: String(revision) }));
		return { page, session, change };
	}

	it('is changed, and calendars can tell', async () => {
		const { page, change } = await aSession();
		expect((await browser.open(page)).data.typed).toEqual({
			...{ lab: expect.any(String), day: dayIn(7), from: '10:00', to: '12:00', weeks: '1' },
			...{ modules: ['scam-messages', 'mail'], languages: ['es', 'ar'] }
		});
		expect((await change(0, { from: '09:30' })).location).toBe('/staff/sessions?done=saved');
		const [row] = await sessions();
		expect([row?.starts_at.getHours(), row?.starts_at.getMinutes(), row?.revision]).toEqual([
			9, 30, 1
		]);
		expect(await published('session')).toMatchObject([{ revision: 1 }]);
	});

	it('that two change at once: the second is told, and nothing is overwritten unseen', async () => {
		const { change } = await aSession();
		const answers = await Promise.all([change(0, { to: '13:00' }), change(0, { to: '14:00' })]);
		expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
		const late = answers.find(({ status }) => status === 409);
		expect(late?.data.refused).toBe('changed');
		const [row] = await sessions();
		expect([13, 14]).toContain(row?.ends_at.getHours());
		expect(`${row?.ends_at.getHours()}:00`).not.toBe(late?.data.typed.to);
		// she has seen it now, and means what she typed
		expect((await change(1, { to: late?.data.typed.to })).status).toBe(303);
	});

	it('is cancelled in a second step, stays published so, and cannot be changed any more', async () => {
		const { page, change } = await aSession();
		expect((await browser.open(`${page}?cancel`)).data.cancelling).toBe(true);
		expect((await browser.post(`${page}?/cancel`, { revision: '7' })).data.refused).toBe('changed');
		const answer = await browser.post(`${page}?/cancel`, { revision: '0' });
		expect(answer.location).toBe('/staff/sessions?done=cancelled');
		expect(await published('session')).toMatchObject([{ cancelled: true, revision: 1 }]);
		expect((await change(1)).data.refused).toBe('cancelled');
	});

	it('that is over cannot be changed, and one that is not there is not found', async () => {
		const { page, change } = await aSession();
		const past = { starts_at: new Date(Date.now() - day), ends_at: new Date(Date.now() - day / 2) };
		await city.db.updateTable('sessions').set(past).execute();
		expect((await browser.open(page)).data.isOver).toBe(true);
		expect((await change(0)).data.refused).toBe('over');
		for (const id of ['x', '0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a70']) {
			expect((await browser.open(`/staff/sessions/${id}`)).status).toBe(404);
		}
	});

	it('stands in pages of fifty: the next one first, and what is over the last one first', async () => {
		const lab = await aLab();
		for (let week = 0; week < 9; week++) await plan(lab, { weeks: '12', day: dayIn(7 + week) });
		const walk = async (way: string) => {
			const seen: string[] = [];
			let { data } = await browser.open(`/staff/sessions?${way}`);
			const first = data.rows[0].id;
			for (;;) {
				seen.push(...data.rows.map(({ id }: { id: string }) => id));
				if (!data.next) break;
				({ data } = await browser.open(`/staff/sessions?${way}after=${data.next}`));
			}
			let pages = 1;
			for (; data.previous; pages++) {
				({ data } = await browser.open(`/staff/sessions?${way}before=${data.previous}`));
			}
			expect([pages, data.rows[0].id]).toEqual([3, first]);
			return seen;
		};
		const ids = (await sessions()).map(({ id }) => id);
		expect(await walk('')).toEqual(ids);
		const back = 200 * day;
		for (const { id, starts_at, ends_at } of await sessions()) {
			const moved = {
				starts_at: new Date(starts_at.getTime() - back),
				ends_at: new Date(ends_at.getTime() - back)
			};
			await city.db.updateTable('sessions').set(moved).where('id', '=', id).execute();
		}
		expect((await browser.open('/staff/sessions')).data.rows).toEqual([]);
		expect(await walk('past&')).toEqual(ids.toReversed());
	});
});

describe('what is over', () => {
	it('is taken back a day after its end; what was cancelled, when it would have ended', async () => {
		const lab = await aLab();
		await plan(lab, { weeks: '2' });
		await plan(lab, { weeks: '1' });
		const [first, , last] = await sessions();
		if (!first || !last) throw new Error('not planned');
		await browser.post(`/staff/sessions/${first.id}?/cancel`, { revision: '0' });
		const end = first.ends_at.getTime();
		expect(await takeBackOver(city.db, new Date(end - 1))).toBe(0);
		expect(await takeBackOver(city.db, new Date(end))).toBe(1);
		expect(await published('session')).toHaveLength(2);
		expect(await takeBackOver(city.db, new Date(end + day - 1))).toBe(0);
		const before = await cursor();
		expect(await takeBackOver(city.db, new Date(end + day))).toBe(1);
		const { publications } = await readFeed(city.db, 'x', { since: before });
		expect(publications).toMatchObject([{ kind: 'session', body: null }]);
		expect(await published('session')).toMatchObject([{ id: last.id }]);
		expect(await takeBackOver(city.db, new Date(end + day))).toBe(0);
		// the city still knows them
		expect(await sessions()).toHaveLength(3);
	});
});
