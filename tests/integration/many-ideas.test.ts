/** Where people have hundreds of ideas for one challenge, staff reach each of them: to publish it, and to take it back. */
import { beforeAll, expect, it } from 'vitest';
import { receive } from '../../src/lib/server/receive.ts';
import { city, openJoins } from './joined-needs.ts';
import { drawRoute } from './posted-form.ts';
import { aChallenge, anIdea, publicOf } from './said-ideas.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';

const many = 260;
let browser: Browser;
let challenge: string;
/** In the order in which people said them. */
let ids: string[];

openJoins();

beforeAll(async () => {
	await city.addMember('eva@city.example');
	browser = openBrowser();
	await browser.signIn('eva@city.example', password);
	challenge = await aChallenge();
	const ideas = Array.from({ length: many }, (_, at) => anIdea(challenge, `Idea ${at}`).idea);
	// some in the same moment
	for (let at = 0; at < many; at += 100) {
		await receive(city, { v: 1, submissions: ideas.slice(at, at + 100) } as never, new Date());
	}
	ids = ideas.map(({ id }) => id);
}, 60_000);

const list = () => `/staff/challenges/${challenge}/ideas`;

/** All pages of the list, from link to link as they are drawn; `between` happens after the first. */
async function allPages(query = '', between?: (seen: string[]) => Promise<unknown>) {
	const seen: string[] = [];
	let next: string | undefined = list() + query;
	for (let page = 0; next !== undefined && page < many; page++) {
		const { data } = await browser.open(next);
		seen.push(...data.ideas.map(({ id }: { id: string }) => id));
		const html = await drawRoute('/staff/challenges/[id]/ideas', data);
		next = /<a[^>]*href="([^"]*after=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
		if (page === 0) await between?.(seen);
	}
	return seen;
}

async function decide(id: string, form: string, typed: Record<string, string>) {
	const page = `${list()}/${id}`;
	const { status, data } = await browser.open(page);
	expect(status).toBe(200);
	return browser.post(`${page}?/${form}`, { revision: String(data.idea.revision), ...typed });
}

it('the list has each once, page by page, also while a colleague decides about those on the first', async () => {
	expect((await allPages()).toSorted()).toEqual(ids.toSorted());
	const seen = await allPages('', async (first) => {
		for (const id of [first[0], first.at(-1)] as string[])
			await decide(id, 'publish', { 'text-es': 'Un banco' });
	});
	expect([...new Set(seen)].toSorted()).toEqual(ids.toSorted());
});

it('one that is published behind hundreds that wait opens, is found by its state, and can be taken back', async () => {
	const [oldest = ''] = ids;
	const done = await decide(oldest, 'publish', { 'text-es': 'Un banco' });
	const page = await browser.open(done.location ?? '');
	expect(page).toMatchObject({ status: 200, data: { idea: { id: oldest, state: 'published' } } });
	expect(await allPages('?state=published')).toContain(oldest);
	expect(await publicOf(oldest)).toBeDefined();
	const taken = await decide(oldest, 'refuse', { reason: 'Nombra a un vecino' });
	expect(taken.location).toMatch(/done=refused$/);
	expect(await publicOf(oldest)).toBeNull();
	expect(await allPages('?state=refused')).toEqual([oldest]);
});

it.each(['x', 'w-x', "d-' or 1=1 --", 'w-0199aaaa-0000-7000-8000-000000000000', '%00'])(
	'an address that ends at "%s" opens a page',
	async (after) => {
		expect((await browser.open(`${list()}?after=${after}`)).status).toBe(200);
	}
);
