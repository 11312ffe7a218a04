/**
 * Two of the staff open the same form and both save it, in a browser without scripts: the first one's words stand, and the
 * second is told so, with her own words kept and what stands now beside them. Every form that writes over something.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buttons, harmless } from './harmless-forms.ts';
import { overwriting, thingsToWrite, type Overwriting } from './overwriting-forms.ts';
import { drawRoute, formIn } from './posted-form.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import type { StaffCity } from './staff-city.ts';
import { forSomebody, waysInto } from './staff-ways.ts';
import { openScopedCity } from './others-things.ts';

let city: StaffCity;
let all: Record<string, Overwriting>;
let one: Browser;
let other: Browser;

const noThing = {
	...{ need: '', message: '', note: '', theme: '', challenge: '', round: '', prioritising: '' },
	...{ pilot: '', decision: '', idea: '', survey: '', batch: '', bulk: '', session: '', file: '' },
	...{ member: '', trainer: '', template: '', reply: '', lab: '', colleague: '' },
	form: () => new FormData()
};
const names = Object.keys(overwriting(noThing));

beforeAll(async () => {
	({ city } = await openScopedCity());
	all = overwriting(await thingsToWrite(city));
	one = openBrowser({ as: await city.addMember('bea@city.example', 'admin') });
	other = openBrowser({ as: await city.addMember('cas@city.example', 'admin') });
});
afterAll(() => city.close());

test('each form of the staff stands in the table, or says why it writes over nothing', async () => {
	const ways = (await Promise.all(forSomebody.map(waysInto))).flat();
	const forms = ways
		.filter(({ isPosted }) => isPosted)
		.map(({ name }) => name.replace(' POST', ''));
	expect([...names, ...Object.keys(buttons), ...Object.keys(harmless)].sort()).toEqual(
		[...new Set(forms)].sort()
	);
});

test('each test that is named for a form is there', () => {
	const named = Object.values(harmless).flatMap((why) => /[\w-]+\.test\.ts$/.exec(why) ?? []);
	expect(named.filter((name) => !existsSync(join(import.meta.dirname, name)))).toEqual([]);
});

/** The form as it stands on the page that somebody opens, or that a form led back to. */
async function shownTo(browser: Browser, name: string, page: string, form: unknown = null) {
	const [route = '', action = ''] = name.split('?/');
	const { data } = await browser.open(page);
	const html = await drawRoute(route, data, form);
	return { html, fields: formIn(html, action) };
}

function filled(fields: FormData, more: Record<string, string>): FormData {
	const form = new FormData();
	for (const [field, value] of fields) form.append(field, value);
	for (const [field, value] of Object.entries(more)) form.set(field, value);
	return form;
}

/** What somebody writes in the form of this name. */
const typedIn = (name: string, { field, press }: Overwriting, words: string) => ({
	...(name.endsWith('?/pass') && { why: 'Es suya.' }),
	...{ [field]: words, ...press }
});

/** Where a form on this page posts to. */
function addressOf(name: string, page: string): string {
	const [, action] = name.split('?/');
	return page.replace(/\?.*$/, '') + (action ? `?/${action}` : '');
}

describe.each(names)('%s', (name) => {
	const shown = (browser: Browser, page: string, form: unknown = null) =>
		shownTo(browser, name, page, form);
	const typed = (form: Overwriting, words: string) => typedIn(name, form, words);
	const to = (page: string) => addressOf(name, page);

	test('the second of two writes over nothing, and keeps what she wrote', async () => {
		const form = all[name];
		if (!form) throw new Error(name);
		const { page, field, first, second, shows, stands } = form;
		const hers = (await shown(other, page)).fields;
		const his = (await shown(one, page)).fields;
		expect([...hers.keys()]).toContain(field);
		const saved = await one.post(to(page), filled(his, typed(form, first)));
		expect(saved).toMatchObject({ status: 303 });

		const lost = await other.post(to(page), filled(hers, typed(form, second)));
		expect(lost.status).toBe(409);
		const again = await shown(other, page, lost.data);
		expect(again.fields.get(field)).toBe(second);
		const alert = /role="alert"[^]*?Nothing (of yours )?was/;
		const tells = { isLost: alert.test(again.html), now: again.html.includes(shows ?? first) };
		expect(tells).toEqual({ isLost: true, now: true });
		expect((await shown(one, page)).fields.get(stands ?? field)).toBe(first);

		// who has seen what stands now may write over it
		const sent = await other.post(to(page), filled(again.fields, typed(form, second)));
		expect(sent).toMatchObject({ status: 303 });
		expect((await shown(one, page)).fields.get(stands ?? field)).toBe(second);
	});

	test('what she corrects first writes over nothing either', async () => {
		const form = all[name];
		if (!form?.wrong) throw new Error(name);
		const { page, field, first, second, wrong, stands } = form;
		const hers = (await shown(other, page)).fields;
		const his = (await shown(one, page)).fields;
		await one.post(to(page), filled(his, typed(form, first)));
		const refused = await other.post(to(page), filled(hers, { ...typed(form, second), ...wrong }));
		expect(refused.status).toBe(400);
		const again = (await shown(other, page, refused.data)).fields;
		const right = Object.fromEntries(
			Object.keys(wrong).map((each) => [each, String(hers.get(each) ?? '')])
		);
		const lost = await other.post(to(page), filled(again, { ...right, ...typed(form, second) }));
		expect(lost.status).toBe(409);
		expect((await shown(one, page)).fields.get(stands ?? field)).toBe(first);
	});

	test('of two who save in the same moment one is told so', async () => {
		const form = all[name];
		if (!form) throw new Error(name);
		const { page, second, third } = form;
		const { fields } = await shown(other, page);
		const answers = await Promise.all([
			one.post(to(page), filled(fields, typed(form, second))),
			other.post(to(page), filled(fields, typed(form, third)))
		]);
		expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
	});
});

describe.each(Object.entries(buttons))('%s', (name, { after, press }) => {
	test('does nothing on a page on which a colleague wrote meanwhile, and says so', async () => {
		const form = all[after];
		if (!form) throw new Error(after);
		// a survey is written on a page of its own
		const page = form.page.replace(/\/edit$/, '') + (name.endsWith('?/cancel') ? '?cancel' : '');
		const hers = (await shownTo(other, name, page)).fields;
		const his = (await shownTo(one, after, form.page)).fields;
		const anew = his.get(form.field) === form.first ? form.second : form.first;
		const words = filled(his, typedIn(after, form, anew));
		expect((await one.post(addressOf(after, form.page), words)).status).toBe(303);
		const pressed = await other.post(addressOf(name, page), filled(hers, press));
		const isTold = pressed.status === 409 || pressed.location?.includes('done=changed');
		expect([pressed.status, isTold]).toEqual([pressed.status, true]);
	});
});
