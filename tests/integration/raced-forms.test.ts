/**
 * Two colleagues have the same page open, without scripts, and both press the same button: one is done, and the other is
 * told so in a sentence and changes nothing. Every form in which they can get in each other's way, as its page draws it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joinNeeds } from '../../src/lib/server/joins.ts';
import { tell } from './deeds-needs.ts';
import { admin, city, colleague, openDeeds, seenOf, standing } from './deeds.ts';
import { harmless, raced } from './harmless-forms.ts';
import { drawRoute, formIn } from './posted-form.ts';
import { leadIn, racedForms, type Raced } from './raced-forms.ts';
import { openBrowser, type Answer, type Browser } from './staff-browser.ts';

let one: Browser;
let other: Browser;

beforeAll(async () => {
	await openDeeds();
	one = openBrowser({ as: colleague });
	other = openBrowser({ as: admin });
});
afterAll(() => city.close());

test('each form that says so stands in the table', () => {
	const saying = Object.entries(harmless).filter(([, why]) => why === raced);
	expect(Object.keys(racedForms).sort()).toEqual(saying.map(([name]) => name).sort());
});

const actionOf = (name: string) => name.split('?/')[1] ?? '';

/** The form as the page has it, with what is pressed in it. */
async function filled(who: Browser, page: string, { route, press }: Raced, name: string) {
	const { data } = await who.open(page);
	const html = await drawRoute(route, data);
	// on the page of a need two forms undo something: a step, and a join
	const inThread = name.includes('/join?/') && route.endsWith('[id]');
	const from = inThread ? html.lastIndexOf('<form', html.indexOf(`join?/${actionOf(name)}`)) : 0;
	const fields = formIn(html.slice(from), actionOf(name));
	const pressed = typeof press === 'function' ? press() : press;
	for (const [field, value] of Object.entries(pressed)) fields.set(field, value);
	if (name.endsWith('/join?/join') && !name.includes('ideas')) fields.set('lead', leadIn(page));
	return fields;
}

function send(who: Browser, page: string, form: Raced, name: string, fields: FormData) {
	const action = actionOf(name);
	return who.post((form.to?.(page) ?? page) + (action ? `?/${action}` : ''), fields);
}

/** The page says in a sentence what stood in the way. */
async function isToldOn(page: string, { route }: Raced, name: string, { data }: Answer) {
	const isJoinForm = name.includes('/join?/') && route.startsWith('/staff/needs/');
	const shown = isJoinForm ? page.replace(/(\/join)?(\?.*)?$/, '/join') : page;
	const answer = await other.open(shown);
	const html = await drawRoute(isJoinForm ? '/staff/needs/[id]/join' : route, answer.data, data);
	// without what Svelte leaves between parts
	const said = html.replace(/<!--.*?-->/gs, '');
	return /role="alert"[^>]*>\s*(<[^>]+>\s*)*[^<]*\p{L}{3}/u.test(said);
}

describe.each(Object.entries(racedForms))('%s', (name, form) => {
	test('pressed second on the same page changes nothing, and its page says why', async () => {
		const page = await form.page();
		const hers = await filled(other, page, form, name);
		const { before } = form;
		const first = before ? `${form.route}?/${before.form}` : name;
		const theirs = before ? { ...form, press: before.press } : form;
		const done = await send(one, page, theirs, first, await filled(one, page, theirs, first));
		expect(done.status).toBe(303);
		const stood = await standing();
		const lost = await send(other, page, form, name, hers);
		expect([lost.status, await isToldOn(page, form, name, lost)]).toEqual([409, true]);
		expect(await standing()).toEqual(stood);
	});

	test.skipIf(form.before && form.before.form !== actionOf(name))(
		'pressed by both in the same moment is done once',
		async () => {
			const page = await form.page();
			const theirs = { ...form, press: form.before?.press ?? form.press };
			const [his, hers] = [
				await filled(one, page, theirs, name),
				await filled(other, page, form, name)
			];
			const answers = await Promise.all([
				send(one, page, form, name, his),
				send(other, page, form, name, hers)
			]);
			expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
		}
	);
});

type Sides = { need: string; other: string };

/** Somebody declines this need on its page. */
async function decline(need: string): Promise<void> {
	const at = `/staff/needs/${need}`;
	const { changedAt } = (await one.open(at)).data.need;
	const reply = { kind: 'declined', words: 'No podemos.', lang: 'es' };
	const said = await one.post(`${at}?/reply`, { ...reply, seen: String(changedAt.getTime()) });
	expect(said.status).toBe(303);
}

test.each<[string, (sides: Sides) => string | Promise<string>]>([
	['that is to be joined', ({ need }) => need],
	['that is to lead', ({ other }) => other],
	['to which the one that is to lead is joined already', async ({ other }) => joinedTo(other)]
])('where the need %s was declined meanwhile nothing is joined', async (_, which) => {
	const name = '/staff/needs/[id]/join?/join';
	const form = racedForms[name];
	if (!form) throw new Error(name);
	const page = await form.page();
	const sides = { need: /needs\/([^/]+)\//.exec(page)?.[1] ?? '', other: leadIn(page) };
	const meanwhile = await which(sides);
	const hers = await filled(other, page, form, name);
	await decline(meanwhile);
	const stood = await standing();
	const lost = await send(other, page, form, name, hers);
	expect([lost.status, lost.data?.refusal?.problem]).toEqual([409, 'changed']);
	expect(await isToldOn(page, form, name, lost)).toBe(true);
	expect(await standing()).toEqual(stood);
});

/** Joins this need to a new one, which it gives. */
async function joinedTo(need: string): Promise<string> {
	const to = await tell();
	const marks = { seen: await seenDate(need), seenTo: await seenDate(to) };
	await joinNeeds(city.db, { need, to, staff: admin.id, ...marks });
	return to;
}

const seenDate = async (need: string) => new Date(Number(await seenOf(need)));
