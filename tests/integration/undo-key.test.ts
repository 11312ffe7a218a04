/** On the page of a need one button at most has the key `u`: that which undoes what was done last. */
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setStaffWords } from '../../src/lib/i18n/context.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import { receive } from '../../src/lib/server/receive.ts';
import NeedPage from '../../src/routes/staff/needs/[id]/+page.svelte';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
});
afterAll(() => city.close());

type Page = Component<{ data: unknown; form: unknown }>;

/** What the forms with the key do on a page, by their addresses. */
async function undoneByKey(path: string): Promise<string[]> {
	const { data } = await browser.open(path);
	const t = await staffWords('en');
	const Framed = ((renderer: never, props: never) => {
		setStaffWords(t);
		return (NeedPage as unknown as (...given: never[]) => unknown)(renderer, props);
	}) as unknown as Page;
	const { body } = await render(Framed, {
		props: { data: { ...(data as object), t, lang: 'en' }, form: null }
	});
	return body
		.split('<form')
		.filter((form) => form.includes('data-key="u"'))
		.map((form) => /action="([^"?]*\?\/\w+)/.exec(form)?.[1] ?? '');
}

test('a step, what was done to needs, and a join; and nothing where what was done last cannot be undone', async () => {
	const needs = [aNeed('Falta una rampa'), aNeed('No hay rampa')];
	await receive(city, { v: 1, submissions: needs }, new Date());
	const [one, other] = needs.map(({ id }) => id);
	const page = `/staff/needs/${one}`;
	expect(await undoneByKey(page)).toEqual([]);
	const seen = async () => {
		const { need } = (await browser.open(page)).data;
		return { seen: String(need.changedAt.getTime()) };
	};

	const step = await browser.post(`${page}?/state`, { to: 'read', ...(await seen()) });
	expect(await undoneByKey(step.location ?? '')).toEqual(['?/undo']);
	const note = await browser.post(`${page}?/note`, { note: 'Llamar a Parques' });
	expect(await undoneByKey(note.location ?? '')).toEqual([]);

	const bulk = await browser.post('/staff/bulk?/do', {
		...{ list: '', of: 'chosen', act: 'hide', need: one ?? '', from: one ?? '' }
	});
	expect(await undoneByKey(bulk.location ?? '')).toEqual(['/staff/bulk?/undo']);
	const shown = await browser.post(`${page}?/show`, await seen());
	expect(await undoneByKey(shown.location ?? '')).toEqual(['?/undo']);

	const { data: beside } = await browser.open(`${page}/join?with=${other}`);
	const join = await browser.post(`${page}/join?/join`, {
		...{ other: other ?? '', lead: other ?? '', ...(await seen()) },
		'root-other': String(beside.other.seenRoot)
	});
	expect(await undoneByKey(join.location?.replace('#thread', '') ?? '')).toEqual([
		`${page}/join?/undo`
	]);
});
