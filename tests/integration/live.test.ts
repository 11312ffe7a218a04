/** What colleagues see of each other while their pages are open: server-sent events over PostgreSQL's notifications. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
const browsers: Record<string, Browser> = {};
const ids: Record<string, string> = {};

beforeAll(async () => {
	city = await openStaffCity();
	for (const name of ['ana', 'bea']) {
		ids[name] = (await city.addMember(`${name}@city.example`)).id;
		browsers[name] = openBrowser();
		await browsers[name].signIn(`${name}@city.example`, password);
	}
});
afterAll(() => city.close());

async function tell(): Promise<string> {
	const need = aNeed('Hace falta luz');
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return need.id;
}

/** An open page of a member. `next` gives the next event of this type, and skips others. */
async function openPage(name: string, need?: string) {
	const path = `/staff/live${need ? `?need=${need}` : ''}`;
	const { data, status } = (await browsers[name]?.fetch(path)) ?? {};
	expect(status).toBe(200);
	const reader = (data as Response).body?.pipeThrough(new TextDecoderStream()).getReader();
	if (!reader) throw new Error('no stream');
	let text = '';
	const close = () => reader.cancel();
	onTestFinished(() => close());
	const next = async (type: string): Promise<unknown> => {
		for (;;) {
			const [, found, body = ''] = /event: (\w+)\ndata: (.*)\n\n/.exec(text) ?? [];
			if (found) {
				text = text.slice(text.indexOf('\n\n', text.indexOf('event: ')) + 2);
				if (found === type) return JSON.parse(body);
				continue;
			}
			const { done, value } = await reader.read();
			if (done) return 'ended';
			text += value;
		}
	};
	return { next, close };
}

const step = (need: string, staff: string) =>
	city.db
		.selectFrom('needs')
		.select('changed_at')
		.where('id', '=', need)
		.executeTakeFirstOrThrow()
		.then(({ changed_at: seen }) => takeStep(city.db, { need, to: 'read', staff, seen }));

test('two people at the same need see each other, and hear when one of them goes', async () => {
	const need = await tell();
	const ana = await openPage('ana', need);
	expect(await ana.next('here')).toEqual({ names: [] });
	const bea = await openPage('bea', need);
	expect(await bea.next('here')).toEqual({ names: ['Name of ana@city.example'] });
	expect(await ana.next('here')).toEqual({ names: ['Name of bea@city.example'] });
	await bea.close();
	expect(await ana.next('here')).toEqual({ names: [] });
});

test('what a colleague does to a need is told on its page and in the inbox, not to herself and not elsewhere', async () => {
	const [need, other] = [await tell(), await tell()];
	const here = await openPage('ana', need);
	const inbox = await openPage('ana');
	const hers = await openPage('bea', need);
	const elsewhere = await openPage('ana', other);
	await here.next('here');
	expect(await step(need, ids['bea'] ?? '')).toBeUndefined();
	expect(await here.next('touched')).toEqual({});
	expect(await inbox.next('needs')).toEqual({});
	// the next touch is the first that they hear of
	expect(await step(other, ids['bea'] ?? '')).toBeUndefined();
	expect(await elsewhere.next('touched')).toEqual({});
	await city.db.transaction().execute(async (trx) => {
		await sql`select pg_notify('staff', ${JSON.stringify({ subject: `need:${need}`, staff: ids['ana'] })})`.execute(
			trx
		);
	});
	expect(await hers.next('touched')).toEqual({});
});

test('what a colleague does to many at once is told on the page of each, however many, and so is its undoing', async () => {
	const needs = Array.from({ length: 500 }, () => aNeed('Hacen falta bancos'));
	for (const at of [0, 250]) {
		await receive(city, { v: 1, submissions: needs.slice(at, at + 250) }, new Date());
	}
	const all = needs.map(({ id }) => id);
	const pages = await Promise.all([0, 250, 499].map((at) => openPage('bea', needs[at]?.id)));
	const form = new FormData();
	for (const [name, value] of Object.entries({ act: 'hide', of: 'chosen' })) form.set(name, value);
	for (const id of all) form.append('need', id);
	const { location = '' } = (await browsers['ana']?.post('/staff/bulk?/do', form)) ?? {};
	for (const page of pages) expect(await page.next('touched')).toEqual({});
	const bulk = /bulk=([^&]+)/.exec(location)?.[1] ?? '';
	await browsers['ana']?.post('/staff/bulk?/undo', { bulk });
	for (const page of pages) expect(await page.next('touched')).toEqual({});
	const entries = await city.db
		.selectFrom('activity')
		.select('detail')
		.where('subject', '=', `bulk:${bulk}`)
		.execute();
	const listed = entries.map(({ detail }) => (detail as { ids: string[] }).ids.toSorted());
	expect(listed).toEqual([all.toSorted(), all.toSorted()]);
});

test('a need that comes through the city’s door is told to an open inbox', async () => {
	const inbox = await openPage('ana');
	await city.door.receive({ v: 1, submissions: [aNeed('No hay bus')] }, new Date(), null);
	expect(await inbox.next('needs')).toEqual({});
});

test('a line to the database that breaks is opened again, and pages look again meanwhile', async () => {
	const inbox = await openPage('ana');
	await step(await tell(), ids['bea'] ?? '');
	await inbox.next('needs');
	await sql`
		select pg_terminate_backend(pid) from pg_stat_activity
		where query = 'listen staff' and datname = current_database()`.execute(city.db);
	expect(await inbox.next('needs')).toEqual({});
	await vi.waitFor(
		async () => {
			const { rows } = await sql`
				select pid from pg_stat_activity
				where query = 'listen staff' and datname = current_database()`.execute(city.db);
			expect(rows.length).toBe(1);
		},
		{ timeout: 20_000, interval: 100 }
	);
	await step(await tell(), ids['bea'] ?? '');
	expect(await inbox.next('needs')).toEqual({});
});

test('it ends with the sign-in, and nobody without the right hears anything', async () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	onTestFinished(() => void vi.useRealTimers());
	const inbox = await openPage('bea');
	await city.db
		.deleteFrom('staff_sign_ins')
		.where('staff_id', '=', ids['bea'] ?? '')
		.execute();
	await vi.advanceTimersByTimeAsync(30_000);
	expect(await inbox.next('needs')).toBe('ended');
	expect((await browsers['bea']?.fetch('/staff/live'))?.status).toBe(303);
	await city.addMember('tom@city.example', 'trainer');
	const tom = openBrowser();
	await tom.signIn('tom@city.example', password);
	expect((await tom.fetch('/staff/live')).location).toBe('/staff/refused');
});
