// Answers to all open needs of a theme, however many they are: each person gets hers once, and a "no" stays a "no".
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Topic } from '../../src/lib/domain/need.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { addTheme } from '../../src/lib/server/themes.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;
let staff: string;

beforeAll(async () => {
	city = await openStaffCity();
	staff = (await city.addMember('ana@city.example')).id;
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
});
afterAll(() => city.close());

async function tell(count: number, body: { topic?: Topic } = {}): Promise<string[]> {
	const needs = Array.from({ length: count }, () => aNeed('Hace falta luz', { body }));
	await receive(city, { v: 1, submissions: needs }, new Date());
	return needs.map(({ id }) => id);
}

async function themeOf(needs: string[]): Promise<string> {
	const theme = await addTheme(city.db, { name: 'Luz', rule: null, needs }, staff);
	return theme === 'full' ? theme : `/staff/answers/new?theme=${theme.id}`;
}

async function answer(page: string): Promise<void> {
	const form = { kind: 'answered', fallback: 'es', 'words-es': 'Ya hay luz.' };
	const prepared = await browser.post(page.replace('?', '?/prepare&'), form);
	await browser.post(`${prepared.location}?/send`);
}

async function decline(need: string): Promise<void> {
	const { changed_at: seen } = await city.db
		.selectFrom('needs')
		.select('changed_at')
		.where('id', '=', need)
		.executeTakeFirstOrThrow();
	const reply = { words: 'No podemos.', lang: 'es' };
	await takeStep(city.db, { need, to: 'declined', staff, seen, reply });
}

async function said(needs: string[]) {
	return city.db
		.selectFrom('needs')
		.leftJoin('need_messages', 'need_messages.need', 'needs.id')
		.select(['state', 'need_messages.words'])
		.where('needs.id', 'in', needs)
		.execute();
}

test('a theme of 520 needs is answered in two goes, and the page says how many are left for the second', async () => {
	const needs = [...(await tell(260)), ...(await tell(260))];
	const page = await themeOf(needs);
	const first = await browser.open(page);
	expect(first.data).toMatchObject({ many: 500, rest: 20 });
	await answer(page);
	expect((await browser.open(page)).data).toMatchObject({ many: 20, rest: 0 });
	await answer(page);
	const all = await said(needs);
	expect(all).toHaveLength(520);
	expect(all.every(({ state, words }) => state === 'answered' && words === 'Ya hay luz.')).toBe(
		true
	);
	expect((await browser.open(page)).data.many).toBe(0);
});

test('whoever was told no, or was answered, gets nothing once more', async () => {
	const [told = '', waits = ''] = await tell(2);
	await decline(told);
	const page = await themeOf([told, waits]);
	await answer(page);
	expect(await said([told])).toEqual([{ state: 'declined', words: 'No podemos.' }]);
	expect(await said([waits])).toEqual([{ state: 'answered', words: 'Ya hay luz.' }]);
});

test('a list with answered ones in it too is answered whole: whoever comes back finds those that still wait', async () => {
	const needs = [
		...(await tell(260, { topic: 'safety' })),
		...(await tell(260, { topic: 'safety' }))
	];
	const page = '/staff/answers/new?state=all&topic=safety';
	expect((await browser.open(page)).data).toMatchObject({ many: 500, rest: 20 });
	await answer(page);
	expect((await browser.open(page)).data).toMatchObject({ many: 20, rest: 0 });
	await answer(page);
	const all = await said(needs);
	expect(all).toHaveLength(520);
	expect(all.every(({ state }) => state === 'answered')).toBe(true);
});

test('those whose promise is the oldest come first', async () => {
	const needs = [...(await tell(499)), ...(await tell(2))];
	const last = needs.at(-1) ?? '';
	await city.db
		.updateTable('needs')
		.set({ due_at: new Date(0) })
		.where('id', '=', last)
		.execute();
	await answer(await themeOf(needs));
	expect(await said([last])).toEqual([{ state: 'answered', words: 'Ya hay luz.' }]);
});
