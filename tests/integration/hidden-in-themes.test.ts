/** A need that is hidden counts in no theme, whichever way it is hidden, and counts again when it is shown. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/lib/server/migrations/index.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { openEmptyDatabase } from './database.ts';
import { aNeed, aWithdrawal, newId, newSecrets } from './invented.ts';
import { openBrowser, type Answer, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';
import { expectRightCounts } from './theme-counts.ts';

let city: StaffCity;
let browser: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
});
afterAll(() => city.close());

async function tell(...words: string[]) {
	const told = words.map((each) => {
		const secrets = newSecrets();
		const body = { place: 'centre', consent: { version: 1, publish: true } };
		return { need: aNeed(each, { secrets, body }), secrets };
	});
	const now = Date.now();
	for (const [at, { need }] of told.entries()) {
		await receive(city, { v: 1, submissions: [need] }, new Date(now + at));
	}
	while (await makeSearchable(city.db));
	return told.map(({ need, secrets }) => ({ id: need.id, secrets }));
}

/** Makes a theme by its form, and gives its page. */
async function theme(words: string): Promise<string> {
	const form = { name: words, topic: '', place: '', lang: '', words };
	const { location } = await browser.post('/staff/themes?/add', form);
	return location?.replace(/\?.*/, '') ?? '';
}

const seenOf = async (id: string) =>
	String((await browser.open(`/staff/needs/${id}`)).data.need.changedAt.getTime());

const step = async (id: string, form: 'hide' | 'show') =>
	browser.post(`/staff/needs/${id}?/${form}`, { seen: await seenOf(id) });

async function bulk(form: 'do' | 'undo', fields: [string, string][]): Promise<Answer> {
	const data = new FormData();
	for (const [name, value] of fields) data.append(name, value);
	return browser.post(`/staff/bulk?/${form}`, data);
}

/** What the page of a theme says, and the list of themes of it. */
async function numbers(page: string) {
	const { view, theme } = (await browser.open(page)).data;
	const { themes } = (await browser.open('/staff/themes')).data;
	const count = (list: { count: number | null }[]) => list.at(-1)?.count ?? null;
	return {
		total: view.total,
		listed: themes.find(({ id }: { id: string }) => id === theme.id).count,
		week: count(view.weeks),
		place: count(view.places),
		lang: count(view.langs),
		newest: view.newest.length,
		quotes: view.quotes.map(({ words }: { words: string }) => words)
	};
}
const all = (count: number | null) => ({
	...{ total: count, listed: count, week: count, place: count, lang: count }
});

test('counts, weeks, neighbourhoods, languages, newest needs and quotes leave it out until it is shown again', async () => {
	const words = Array.from({ length: 11 }, (_, at) => `El columpio ${at}`);
	const told = await tell(...words);
	await city.db.updateTable('needs').set({ state: 'read' }).execute();
	const page = await theme('columpio');
	expect(await numbers(page)).toMatchObject({ ...all(10), newest: 11 });
	const [last, before, ...others] = told.reverse().map(({ id }) => id);
	for (const id of [last, before]) await step(id ?? '', 'hide');
	expect(await numbers(page)).toMatchObject({ ...all(5), newest: 9 });
	expect((await numbers(page)).quotes).toEqual(words.slice(3, 9).reverse());

	const needs = others.slice(0, 5).map((id): [string, string] => ['need', id]);
	const done = await bulk('do', [['act', 'hide'], ['of', 'chosen'], ...needs]);
	expect(await numbers(page)).toMatchObject({ ...all(null), newest: 4 });
	const id = /bulk=([^&]+)/.exec(done.location ?? '')?.[1] ?? '';
	await bulk('undo', [['bulk', id]]);
	expect(await numbers(page)).toMatchObject({ ...all(5), newest: 9 });

	await step(last ?? '', 'show');
	await browser.post(`/staff/needs/${before}?/undo`);
	expect(await numbers(page)).toMatchObject({ ...all(10), newest: 11 });
	expect((await numbers(page)).quotes).toEqual(words.slice(5).reverse());
	await expectRightCounts(city.db);
});

test('what is put in, taken out, brought by a rule or taken back while it is hidden is counted right', async () => {
	const [put, out, stays, back] = await tell('El tobogán', 'La arena', 'La arena', 'La arena');
	const page = await theme('arena');
	for (const need of [put, out, stays, back]) await step(need?.id ?? '', 'hide');
	const set = async (need: string | undefined, isIn: boolean) =>
		browser.post('/staff/themes?/set', {
			...{ theme: page.split('/').at(-1) ?? '', need: need ?? '' },
			...(isIn && { in: 'yes' })
		});
	await set(put?.id, true);
	await set(out?.id, false);
	// a rule brings hidden needs too, so that they are there when they are shown
	await theme('arena or tobogán');
	await expectRightCounts(city.db);
	const submissions = [aWithdrawal(back?.secrets ?? newSecrets())];
	await receive(city, { v: 1, submissions }, new Date());
	await expectRightCounts(city.db);
	for (const need of [put, out, stays]) {
		await step(need?.id ?? '', 'show');
		await expectRightCounts(city.db);
	}
	expect((await numbers(page)).newest).toBe(2);
});

test('when the person whose hidden need leads takes it back, who leads then is hidden and counts no more', async () => {
	const [root, joined] = await tell('Falta una valla', 'Falta otra valla');
	const page = await theme('valla');
	await browser.post(`/staff/needs/${joined?.id}/join?/join`, {
		...{ other: root?.id ?? '', lead: 'other', seen: await seenOf(joined?.id ?? '') },
		'root-other': await seenOf(root?.id ?? '')
	});
	expect((await browser.open(`/staff/needs/${joined?.id}`)).data.need.state).toBe('joined');
	// nobody can hide one that leads any more: an earlier Plaza let them
	await city.db
		.updateTable('needs')
		.set({ state: 'hidden' })
		.where('id', '=', root?.id ?? '')
		.execute();
	await expectRightCounts(city.db);
	const submissions = [aWithdrawal(root?.secrets ?? newSecrets())];
	await receive(city, { v: 1, submissions }, new Date());
	expect((await browser.open(`/staff/needs/${joined?.id}`)).data.need.state).toBe('hidden');
	await expectRightCounts(city.db);
	await step(joined?.id ?? '', 'show');
	expect((await browser.open(`/staff/needs/${joined?.id}`)).data.need.state).toBe('read');
	expect((await numbers(page)).newest).toBe(1);
	await expectRightCounts(city.db);
});

test('hiding, showing, rules, hands and withdrawals at once wait for each other in no circle, and count right', async () => {
	const told = await tell(...Array.from({ length: 24 }, (_, at) => `La farola ${at}`));
	const page = await theme('farola');
	const id = page.split('/').at(-1) ?? '';
	const rounds = told.flatMap(({ id: need, secrets }, at) => [
		async () => {
			await step(need, 'hide');
			if (at % 2) await step(need, 'show');
		},
		async () => browser.post('/staff/themes?/set', { theme: id, need }),
		async () => browser.post('/staff/themes?/set', { theme: id, need, in: 'yes' }),
		...(at % 3 === 0 ? [() => theme(`farola ${at}`)] : []),
		...(at % 4 === 0
			? [() => receive(city, { v: 1, submissions: [aWithdrawal(secrets)] }, new Date())]
			: [])
	]);
	const results = await Promise.allSettled(rounds.map((go) => go()));
	expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
	await expectRightCounts(city.db);
});

test('themes of a city that hid needs before count right from the upgrade on', async () => {
	const old = await openEmptyDatabase();
	await migrate(old.db, '0022-privacy');
	const theme = newId();
	await sql`insert into themes (id, name, made_at) values (${theme}, 'x', now())`.execute(old.db);
	for (const [at, state] of ['received', 'hidden', 'answered', 'hidden'].entries()) {
		const id = newId();
		await sql`
			insert into submissions (id, sha256, kind, lang, made_at, received_at, receipt)
			values (${id}, 'x', 'need', 'es', 'x', now(), '{}')`.execute(old.db);
		await sql`
			insert into needs (id, received_at, changed_at, state, topic, lang, publish, words, plain, search)
			values (${id}, now(), now(), ${state}, 'other', 'es', false, '', '', '')`.execute(old.db);
		const removed = at === 3;
		await sql`
			insert into theme_needs values (${theme}, ${id}, now(), 'hand', ${removed})`.execute(old.db);
	}
	const week = sql`to_char(date_trunc('week', now() at time zone 'utc'), 'YYYY-MM-DD')`;
	await sql`
		insert into theme_counts values (${theme}, 'all', '', 3), (${theme}, 'week', ${week}, 3),
			(${theme}, 'place', '_', 3), (${theme}, 'lang', 'es', 3)`.execute(old.db);
	await migrate(old.db);
	await expectRightCounts(old.db);
	const total = old.db.selectFrom('theme_counts').select('count').where('part', '=', 'all');
	expect(await total.execute()).toEqual([{ count: 2 }]);
	await old.close();
});
