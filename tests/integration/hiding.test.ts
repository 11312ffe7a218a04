/** Hiding one need on its own page, because it is none, and showing it again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cityStates, type CityState } from '../../src/lib/domain/need-state.ts';
import { isNeedNews } from '../../src/lib/domain/sync.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let moderator: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	moderator = await signedIn('moderator');
});
afterAll(() => city.close());

async function signedIn(role: 'moderator' | 'department' | 'reader'): Promise<Browser> {
	await city.addMember(`${role}@city.example`, role);
	const browser = openBrowser();
	await browser.signIn(`${role}@city.example`, password);
	return browser;
}

async function tell(state: CityState = 'received') {
	const secrets = newSecrets();
	const need = aNeed('Compre relojes baratos', { secrets });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	await city.db.updateTable('needs').set({ state }).where('id', '=', need.id).execute();
	return { id: need.id, secrets };
}

async function look(id: string) {
	const { data } = await moderator.open(`/staff/needs/${id}`);
	return { ...data, seen: String(data.need.changedAt.getTime()) };
}

const step = async (id: string, form: 'hide' | 'show', seen?: string) =>
	moderator.post(`/staff/needs/${id}?/${form}&list=q%3Drelojes`, {
		seen: seen ?? (await look(id)).seen
	});

const inInbox = async (id: string, query = '') =>
	(await moderator.open(`/staff${query}`)).data.inbox.rows.some(
		(row: { id: string }) => row.id === id
	);

const logged = async (id: string) =>
	(
		await city.db
			.selectFrom('activity')
			.select('action')
			.where('subject', '=', `need:${id}`)
			.orderBy('seq')
			.execute()
	).map(({ action }) => action);

test('a moderator hides a need on its page, and shows it again where it stood before', async () => {
	const { id } = await tell();
	const { seen, desk } = await look(id);
	const work = desk.steps.find(({ to }: { to: string }) => to === 'in work');
	await moderator.post(`/staff/needs/${id}?/state`, { seen, to: work.to, label: work.label });
	expect(await inInbox(id)).toBe(true);

	const hidden = await step(id, 'hide');
	expect(hidden).toMatchObject({
		status: 303,
		location: `/staff/needs/${id}?list=q%3Drelojes&done=hide`
	});
	expect((await look(id)).need.state).toBe('hidden');
	expect([await inInbox(id), await inInbox(id, '?state=hidden')]).toEqual([false, true]);

	expect((await step(id, 'show')).location).toContain('done=show');
	const { need } = await look(id);
	expect([need.state, need.label]).toEqual(['in work', work.label]);
	expect(need.events.map(({ to, by }: { to: string; by: string }) => [to, by])).toEqual(
		['in work', 'hidden', 'in work'].map((to) => [to, 'Name of moderator@city.example'])
	);
	expect(await inInbox(id)).toBe(true);
	expect(await logged(id)).toEqual(['need.moved', 'need.hidden', 'need.shown']);
});

test('hiding is taken back like each last step, and shows again what was hidden with many', async () => {
	const one = await tell();
	await step(one.id, 'hide');
	await moderator.post(`/staff/needs/${one.id}?/undo`);
	expect((await look(one.id)).need.state).toBe('received');
	expect(await logged(one.id)).toEqual(['need.hidden', 'need.step-undone']);

	const many = await tell('answered');
	const form = new FormData();
	for (const [name, value] of [
		['act', 'hide'],
		['of', 'chosen'],
		['need', many.id]
	] as const)
		form.append(name, value);
	await moderator.post('/staff/bulk?/do', form);
	expect((await look(many.id)).need.state).toBe('hidden');
	await step(many.id, 'show');
	expect((await look(many.id)).need.state).toBe('answered');
});

test.each(cityStates)('from %s it is hidden exactly where many can be', async (state) => {
	const { id } = await tell(state);
	const may = !['withdrawn', 'joined', 'hidden'].includes(state);
	const answer = await step(id, 'hide');
	expect(answer.status).toBe(may ? 303 : 409);
	expect((await look(id)).need.state).toBe(may ? 'hidden' : state);
	const shown = await step(id, 'show');
	expect(shown.status).toBe(may || state === 'hidden' ? 303 : 409);
});

test('one to which others are joined is not hidden with them, by itself or among many, until they are split off', async () => {
	const [root, joined] = [await tell(), await tell()];
	await moderator.post(`/staff/needs/${joined.id}/join?/join`, {
		...{ other: root.id, lead: 'other', seen: (await look(joined.id)).seen },
		'root-other': (await look(root.id)).seen
	});
	expect((await look(joined.id)).need.state).toBe('joined');
	expect(await step(root.id, 'hide')).toMatchObject({ status: 409, data: { step: 'leads' } });
	await moderator.post('/staff/bulk?/do', { act: 'hide', of: 'chosen', need: root.id });
	expect((await look(root.id)).need.state).toBe('received');

	await moderator.post(`/staff/needs/${joined.id}/join?/split`, {
		seen: (await look(joined.id)).seen
	});
	expect((await step(root.id, 'hide')).status).toBe(303);
	expect((await look(joined.id)).need.state).toBe('received');
});

test('one that was always hidden, as far as its history knows, is shown as read', async () => {
	const { id } = await tell('hidden');
	await step(id, 'show');
	expect((await look(id)).need.state).toBe('read');
});

test('who looks at an old page hides nothing and shows nothing, and is told what changed', async () => {
	const { id } = await tell();
	const { seen } = await look(id);
	await step(id, 'hide');
	expect(await step(id, 'show', seen)).toMatchObject({ status: 409, data: { changed: 'hidden' } });
	expect((await look(id)).need.state).toBe('hidden');
	const now = (await look(id)).seen;
	await step(id, 'show');
	expect(await step(id, 'hide', now)).toMatchObject({
		status: 409,
		data: { changed: 'received' }
	});
	expect(await logged(id)).toEqual(['need.hidden', 'need.shown']);
});

test('who only works on needs or reads them neither sees the way nor hides one', async () => {
	const { id } = await tell();
	const { seen } = await look(id);
	for (const role of ['department', 'reader'] as const) {
		const browser = await signedIn(role);
		expect((await browser.open(`/staff/needs/${id}`)).data?.may?.moderate ?? false).toBe(false);
		for (const form of ['hide', 'show']) {
			const answer = await browser.post(`/staff/needs/${id}?/${form}`, { seen });
			expect(answer.location).toBe('/staff/refused');
		}
	}
	expect((await look(id)).need.state).toBe('received');
});

test('the person’s phone goes on to say that the city has it', async () => {
	const { id, secrets } = await tell();
	await step(id, 'hide');
	const request = { v: 1 as const, submissions: [], watch: [secrets.watch] };
	const [news] = (await receive(city, request, new Date())).replies.filter(isNeedNews);
	expect(news).toMatchObject({ id, state: 'read', messages: [] });
});
