/** Staff open, change and close labs; every device hears of it. */
import { describe, expect, it } from 'vitest';
import { labSchema } from '../../src/lib/domain/lab.ts';
import { readFeed } from '../../src/lib/server/publications.ts';
import * as v from 'valibot';
import {
	city,
	browser,
	told,
	aLab,
	plan,
	published,
	cursor,
	openLabs
} from './labs-and-sessions.ts';

openLabs();

describe('a lab', () => {
	it('is added, is changed, and every device hears of it', async () => {
		const id = await aLab();
		const body = { id, name: 'Lab del Raval', place: 'raval', address: 'Carrer Nou 3' };
		expect(await published('lab')).toEqual([body]);
		expect(v.is(labSchema, body)).toBe(true);
		const change = { id, name: 'Lab nou', place: '', address: '' };
		expect(await browser.save('/staff/labs?/change', change)).toMatchObject({ status: 303 });
		expect(await published('lab')).toEqual([{ ...change, place: null }]);
		const { data } = await browser.open(`/staff/labs?change=${id}`);
		expect(data).toMatchObject({ changing: id, labs: [{ id, name: 'Lab nou', coming: 0 }] });
	});

	it('keeps a neighbourhood that is not offered any more, and takes none that is not there', async () => {
		const id = await aLab();
		const change = (place: string) =>
			browser.save('/staff/labs?/change', { id, name: 'Lab', address: '', place });
		expect((await change('old-port')).data.problems).toEqual({ place: { code: 'lab-place' } });
		await city.db.updateTable('labs').set({ place: 'old-port' }).execute();
		expect((await change('old-port')).status).toBe(303);
	});

	it('comes back with what was typed where something is missing or too long', async () => {
		const typed = { name: ' ', place: 'nowhere', address: 'x'.repeat(201) };
		const { status, data } = await browser.post('/staff/labs?/add', typed);
		expect([status, data.typed.address]).toEqual([400, typed.address]);
		expect(data.problems).toEqual({
			name: { code: 'lab-name' },
			place: { code: 'lab-place' },
			address: { code: 'lab-address' }
		});
	});

	it('that closes is taken back, what was to come there is cancelled, and it opens again', async () => {
		const id = await aLab();
		await plan(id);
		const before = await cursor();
		expect((await browser.open(`/staff/labs?close=${id}`)).data.labs[0].coming).toBe(1);
		const answer = await browser.post('/staff/labs?/close', { id });
		expect(answer.location).toBe('/staff/labs?done=closed');
		const { publications } = await readFeed(city.db, 'x', { since: before });
		expect(publications.find((each) => each.id === id)).toMatchObject({ body: null });
		expect(await published('session')).toMatchObject([{ cancelled: true, revision: 1 }]);
		const { status, data } = await plan(id);
		expect([status, data.problems]).toEqual([400, { lab: { code: 'session-lab' } }]);
		await browser.post('/staff/labs?/open', { id });
		expect(await published('lab')).toHaveLength(1);
		expect((await plan(id)).status).toBe(303);
	});

	it('that is not there, or is none, cannot be changed', async () => {
		for (const id of ['0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a70', 'x', '']) {
			for (const step of ['change', 'close', 'open']) {
				expect((await browser.post(`/staff/labs?/${step}`, { ...told, id })).status).toBe(404);
			}
		}
	});
});
