/** The needs of a theme as a list of the inbox: with all else that a list can be chosen by, kept, answered and worked on. */
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Language } from '../../src/lib/domain/language.ts';
import type { NeedBody } from '../../src/lib/domain/need.ts';
import { setStaffWords } from '../../src/lib/i18n/context.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import InboxPage from '../../src/routes/staff/+page.svelte';
import ThemePage from '../../src/routes/staff/themes/[id]/+page.svelte';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;
/** Needs on lifts, the oldest first; every second one is in the north. */
let lifts: string[];
let theme: string;
let told = 0;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
	lifts = [];
	for (let n = 0; n < 60; n++) {
		const where = n % 2 ? {} : { place: 'north' };
		lifts.push(await tell(n === 7 ? 'Ascensor con grietas' : `Ascensor ${n}`, where));
		if (n % 3 === 0) await tell('Otra cosa con grietas');
	}
	while (await makeSearchable(city.db));
	theme = await makeTheme('Ascensores', 'ascensor');
});
afterAll(() => city.close());

async function tell(words: string, body: Partial<NeedBody> = {}): Promise<string> {
	const need = aNeed(words, { body });
	await receive(city, { v: 1, submissions: [need] }, new Date(Date.now() + told++));
	return need.id;
}

async function makeTheme(name: string, words: string): Promise<string> {
	const form = { name, topic: '', place: '', lang: '', words };
	const { location } = await browser.post('/staff/themes?/add', form);
	return /themes\/([^?]+)/.exec(location ?? '')?.[1] ?? '';
}

const inbox = async (query: string) => (await browser.open(`/staff?${query}`)).data;
const idsIn = (data: { inbox: { rows: { id: string }[] } }) => data.inbox.rows.map(({ id }) => id);

async function draw(page: unknown, data: unknown, lang: Language): Promise<string> {
	const t = await staffWords(lang);
	const Framed = ((renderer: never, props: never) => {
		setStaffWords(t);
		return (page as (...given: never[]) => unknown)(renderer, props);
	}) as unknown as Component<{ data: unknown; form: unknown }>;
	const props = { data: { ...(data as object), t, lang }, form: null };
	return (await render(Framed, { props })).body;
}

test('a theme gives its needs, page by page, and no others; its number stands beside it', async () => {
	const first = await inbox(`theme=${theme}`);
	expect([first.inbox.counts.total, first.inbox.counts.city]).toEqual([60, 80]);
	expect(idsIn(first)).toEqual(lifts.slice(0, 50));
	const second = await inbox(`theme=${theme}&after=${first.inbox.next}`);
	expect(idsIn(second)).toEqual(lifts.slice(50));
	const back = await inbox(`theme=${theme}&before=${second.inbox.previous}`);
	expect(idsIn(back)).toEqual(lifts.slice(0, 50));
	const all = await inbox('');
	expect(all.inbox.counts.theme).toEqual(
		new Map([
			['', 80],
			[theme, 60]
		])
	);
});

test('it goes together with a state, a neighbourhood and a search, and each number is of all of them', async () => {
	const north = await inbox(`theme=${theme}&place=north`);
	expect(idsIn(north)).toEqual(lifts.filter((_, at) => at % 2 === 0));
	expect(north.inbox.counts.theme.get(theme)).toBe(30);
	expect(north.inbox.counts.place.get('_')).toBe(30);
	const cracks = await inbox(`theme=${theme}&q=grieta`);
	expect(idsIn(cracks)).toEqual([lifts[7]]);
	expect([cracks.inbox.counts.theme.get(''), cracks.inbox.counts.theme.get(theme)]).toEqual([
		21, 1
	]);
	const answered = await inbox(`theme=${theme}&state=answered`);
	expect([idsIn(answered), answered.inbox.counts.state.get('open')]).toEqual([[], 60]);
});

test('what a hand took out, or a theme has lost, is in the list no more', async () => {
	const own = await makeTheme('Grietas', 'grieta');
	const [one] = idsIn(await inbox(`theme=${own}`));
	expect((await inbox(`theme=${own}`)).inbox.counts.total).toBe(21);
	await browser.post('/staff/themes?/set', { theme: own, need: one ?? '' });
	expect(idsIn(await inbox(`theme=${own}`))).not.toContain(one);
	expect((await inbox('')).inbox.counts.theme.get(own)).toBe(20);
	const form = {
		name: 'Grietas',
		topic: '',
		place: '',
		lang: '',
		words: 'xilófono',
		revision: '1'
	};
	await browser.post(`/staff/themes/${own}?/change`, form);
	expect(idsIn(await inbox(`theme=${own}`))).toEqual([]);
});

test('a need is opened from the list and leads to the next one of it', async () => {
	const list = encodeURIComponent(`theme=${theme}&place=north`);
	const { data } = await browser.open(`/staff/needs/${lifts[2]}?list=${list}`);
	expect([data.previous, data.next]).toEqual([lifts[0], lifts[4]]);
});

test('a view keeps it, many at once are chosen by it, and an answer goes to just those', async () => {
	const query = `?place=north&theme=${theme}`;
	await browser.post('/staff?/keep', { name: 'Ascensores del norte', query });
	const { views } = (await browser.open('/staff')).data;
	expect(views.map((view: { query: string }) => view.query)).toEqual([query]);
	const form = { act: 'read', of: 'list', list: query };
	const look = await browser.post('/staff/bulk?/look', form);
	expect(look.data.look.changing.map(({ id }: { id: string }) => id).sort()).toEqual(
		lifts.filter((_, at) => at % 2 === 0).sort()
	);
	const chosen = async (address: string) => {
		const { data } = await browser.open(`/staff/answers/new?${address}`);
		return data.many;
	};
	expect(await chosen(`of=list&list=${encodeURIComponent(query)}`)).toBe(30);
	expect(await chosen(query.slice(1))).toBe(30);
	// alone it means all of the theme, as its page says it
	expect(await chosen(`theme=${theme}`)).toBe(60);
});

test('whoever reads only what was passed to a department finds only that in a theme', async () => {
	await city.db.insertInto('departments').values({ id: 'works', name: 'Works' }).execute();
	await city.db
		.updateTable('needs')
		.set({ department: 'works' })
		.where('id', 'in', lifts.slice(3, 5))
		.execute();
	const { id } = await city.addMember('obras@city.example', 'department');
	await city.db.updateTable('staff').set({ department: 'works' }).where('id', '=', id).execute();
	const department = openBrowser();
	await department.signIn('obras@city.example', password);
	const { data } = await department.open(`/staff?theme=${theme}`);
	expect(idsIn(data)).toEqual(lifts.slice(3, 5));
	expect(data.inbox.counts.theme.get(theme)).toBe(2);
});

test.each(['x', "' or 1=1 --", '0199aaaa-0000-7000-8000-00000000000g', '%00'])(
	'"%s" is no theme: the list is as if it were not there',
	async (id) => {
		const data = await inbox(`theme=${encodeURIComponent(id)}`);
		expect([data.filter.theme, data.inbox.counts.total]).toEqual([null, 80]);
	}
);

test('a theme that does not exist has no needs', async () => {
	const data = await inbox('theme=0199aaaa-0000-7000-8000-000000000000');
	expect([idsIn(data), data.inbox.counts.total]).toEqual([[], 0]);
});

test('it is chosen in a plain form, by its name and with its number; the page of a theme leads there', async () => {
	for (const lang of ['es', 'ar'] as const) {
		const html = await draw(InboxPage, await inbox(`theme=${theme}&state=all`), lang);
		const [, options = ''] = /<select[^>]* name="theme"[^>]*>(.*?)<\/select>/s.exec(html) ?? [];
		const number = new Intl.NumberFormat(lang).format(60);
		expect(options).toMatch(new RegExp(`<option value="${theme}" selected[^>]*>Ascensores`));
		expect(options).toContain(number);
		expect(html).toMatch(/<form method="get" action="\/staff"/);
		expect(html).not.toMatch(/\b(inbox|themes)\.[a-z]/i);
		const page = await draw(ThemePage, (await browser.open(`/staff/themes/${theme}`)).data, lang);
		expect(page).toContain(`href="/staff?state=all&amp;theme=${theme}"`);
	}
});
