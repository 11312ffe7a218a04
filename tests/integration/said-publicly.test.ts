/** What was said to everybody, and the answer from which it began, know each other: on their pages, and on those of needs and themes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinNeeds } from '../../src/lib/server/joins.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { addTheme } from '../../src/lib/server/themes.ts';
import { draw } from './drawn-pages.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;
let self: string;

beforeAll(async () => {
	city = await openStaffCity();
	self = (await city.addMember('ana@city.example')).id;
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
});
afterAll(() => city.close());

async function tell(count: number): Promise<string[]> {
	const needs = Array.from({ length: count }, () => aNeed('Hace falta luz'));
	await receive(city, { v: 1, submissions: needs }, new Date());
	return needs.map(({ id }) => id);
}

/** An answer to these needs, and whether it is sent. */
async function answer(needs: string[], isSent = true): Promise<string> {
	const typed = { kind: 'answered', fallback: 'es', 'words-es': 'Ya hay luz.' };
	const page = `/staff/answers/new?/prepare&needs=${needs.join(',')}`;
	const { location = '' } = await ana.post(page, typed);
	if (isSent) await ana.post(`${location}?/send`);
	return location.split('/').at(-1) ?? '';
}

const words = { place: '', 'said-es': 'Falta luz.', 'done-es': 'Ya hay luz.' };
const say = (about: string, fields: Record<string, string> = words) =>
	ana.post(`/staff/public-replies?/say&${about}`, fields);

/** The newest of the list of all. */
const newest = async () => (await ana.open('/staff/public-replies')).data.replies[0];
const saidOn = async (page: string) => {
	const said = (await ana.open(page)).data.said as { id: string }[];
	return said.map(({ id }) => id);
};

async function themeOf(needs: string[]): Promise<string> {
	const theme = await addTheme(city.db, { name: `Luz ${needs[0]}`, rule: null, needs }, self);
	if (theme === 'full') throw new Error(theme);
	return `/staff/themes/${theme.id}`;
}

describe('What is said to everybody', () => {
	it('names the answer from which it began and to how many that went, also when the form came back first', async () => {
		const needs = await tell(3);
		const batch = await answer(needs);
		const { data } = await ana.open(`/staff/public-replies?answer=${batch}`);
		const form = await draw('publicReplies', data);
		expect(form).toContain(`?/say&amp;answer=${batch}"`);
		expect(form).toContain(`?/check&amp;answer=${batch}#reply"`);
		expect((await say(`answer=${batch}`, { ...words, 'done-es': '' })).status).toBe(400);
		expect((await say(`answer=${batch}`)).status).toBe(303);
		const reply = await newest();
		expect(reply.answer).toEqual({ batch, needs: 3 });
		const list = await draw('publicReplies', (await ana.open('/staff/public-replies')).data);
		expect(list).toContain(`href="/staff/answers/${batch}"`);
		expect(list).toContain(`id="said-${reply.id}"`);
	});

	it('stands on the page of the answer, of each need that got it, also of one joined to it, and of their theme', async () => {
		const [[first = '', second = '', third = ''], [joined = '', other = '']] = [
			await tell(3),
			await tell(2)
		];
		const seenOf = async (id: string): Promise<Date> =>
			(await ana.open(`/staff/needs/${id}`)).data.need.changedAt;
		const marks = { seen: await seenOf(joined), seenTo: await seenOf(first) };
		await joinNeeds(city.db, { need: joined, to: first, staff: self, ...marks });
		const batch = await answer([first, second, third]);
		const [theme, others] = [await themeOf([second]), await themeOf([other])];
		await say(`answer=${batch}`);
		const { id } = await newest();
		expect(await saidOn(`/staff/answers/${batch}`)).toEqual([id]);
		for (const need of [first, third, joined]) {
			expect(await saidOn(`/staff/needs/${need}`)).toEqual([id]);
		}
		expect(await saidOn(theme)).toEqual([id]);
		for (const page of [`/staff/needs/${other}`, others]) expect(await saidOn(page)).toEqual([]);
		const drawn = await draw('need', (await ana.open(`/staff/needs/${third}`)).data);
		expect(drawn).toContain(`href="/staff/public-replies?from=${id}#said-${id}"`);

		await ana.post('/staff/public-replies?/end', { id, revision: '1' });
		const [said] = (await ana.open(`/staff/answers/${batch}`)).data.said;
		expect(said).toMatchObject({ id, takenBackAt: expect.any(Date) });
	});

	it('of one need alone stands on its page and on that of its theme', async () => {
		const [need = '', beside = ''] = await tell(2);
		const theme = await themeOf([need, beside]);
		await say(`need=${need}`);
		const { id, answer } = await newest();
		expect(answer).toBeNull();
		expect(await saidOn(`/staff/needs/${need}`)).toEqual([id]);
		expect(await saidOn(`/staff/needs/${beside}`)).toEqual([]);
		expect(await saidOn(theme)).toEqual([id]);
	});

	it('keeps no answer that is not sent yet, or that there is not', async () => {
		for (const batch of [await answer(await tell(1), false), 'x', '']) {
			await say(`answer=${batch}`);
			expect((await newest()).answer).toBeNull();
		}
	});

	it('goes to nobody with its answer or its needs', async () => {
		const [need = ''] = await tell(1);
		const batch = await answer([need]);
		await say(`answer=${batch}`);
		const bodies = await city.db
			.selectFrom('publications')
			.select('body')
			.where('kind', '=', 'public-reply')
			.execute();
		expect(bodies.length).toBeGreaterThan(0);
		expect(JSON.stringify(bodies)).not.toMatch(new RegExp(`${batch}|${need}`));
	});
});
