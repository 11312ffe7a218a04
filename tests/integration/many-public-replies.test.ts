/** However much a city has said to everybody: what it said long ago is found, said in other words and taken back. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sayPublicly } from '../../src/lib/server/public-replies.ts';
import { drawRoute, formIn } from './posted-form.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const many = 230;
let city: StaffCity;
let ana: Browser;
let oldest: string;

beforeAll(async () => {
	city = await openStaffCity();
	const staff = (await city.addMember('ana@city.example')).id;
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
	const by = { staff, need: null, batch: null, decision: null };
	for (let at = 0; at < many; at++) {
		const texts = { es: { said: `Falta luz ${at}`, done: 'Hay luz.' } };
		// five in the same moment
		await sayPublicly(
			city.db,
			{ place: null, texts },
			by,
			new Date(2026, 0, 1, Math.floor(at / 5))
		);
	}
	const first = await city.db
		.selectFrom('public_replies')
		.select('id')
		.where(sql`texts #>> '{es,said}'`, '=', 'Falta luz 0')
		.executeTakeFirstOrThrow();
	oldest = first.id;
}, 60_000);
afterAll(() => city.close());

const page = '/staff/public-replies';
const draw = (data: object, form?: object) => drawRoute(page, data, form);
const idsOf = (html: string) =>
	[...html.matchAll(/<li[^>]*id="said-([^"]*)"/g)].map(([, id]) => id);

it('stands once in the list, page by page, and there is a way back to the newest', async () => {
	const seen: unknown[] = [];
	let html = await draw((await ana.open(page)).data);
	for (;;) {
		seen.push(...idsOf(html));
		const next = /<a[^>]*rel="next"[^>]*href="([^"]*)"/.exec(html)?.[1];
		if (!next) break;
		html = await draw((await ana.open(next)).data);
		expect(html).toMatch(new RegExp(`<a[^>]*rel="prev"[^>]*href="${page}"`));
	}
	expect(seen).toHaveLength(many);
	expect(new Set(seen).size).toBe(many);
	expect(seen.at(-1)).toBeDefined();
});

it('is led to from where it is told of, said in other words and taken back, without script', async () => {
	const led = await draw((await ana.open(`${page}?from=${oldest}`)).data);
	expect(idsOf(led)).toContain(oldest);
	const shown = await draw((await ana.open(`${page}?change=${oldest}`)).data);
	const form = formIn(shown, 'change');
	expect(form.get('said-es')).toBe('Falta luz 0');
	const [, to = ''] = /action="([^"]*\?\/change[^"]*)"/.exec(shown) ?? [];
	const address = to.replaceAll('&amp;', '&');

	// what cannot be said comes back in the same form, and not in an empty one
	form.set('done-es', '');
	const refused = await ana.post(address, form);
	expect(refused.status).toBe(400);
	const again = formIn(await draw((await ana.open(address)).data, refused.data), 'change');
	expect([again.get('id'), again.get('done-es')]).toEqual([oldest, '']);

	again.set('done-es', 'Hay luz nueva.');
	expect((await ana.post(address, again)).status).toBe(303);
	const list = await draw((await ana.open(`${page}?from=${oldest}`)).data);
	expect(list).toContain('Hay luz nueva.');
	const ended = await ana.post(`${page}?/end`, {
		id: oldest,
		revision: String(formIn(list, 'end').get('revision'))
	});
	expect(ended.location).toMatch(/done=taken$/);
});

it.each(['x', "' or 1=1 --", '0199aaaa-0000-7000-8000-000000000000', '%00'])(
	'an address that begins at "%s" opens the newest',
	async (from) => {
		const { status, data } = await ana.open(`${page}?from=${from}&change=${from}`);
		expect([status, data.isLater, data.changing]).toEqual([200, false, null]);
	}
);
