import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Language } from '../../src/lib/domain/language.ts';
import { setStaffWords } from '../../src/lib/i18n/context.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import JoinPage from '../../src/routes/staff/needs/[id]/join/+page.svelte';
import ThemesPage from '../../src/routes/staff/themes/+page.svelte';
import ThemePage from '../../src/routes/staff/themes/[id]/+page.svelte';
import SuggestionsPage from '../../src/routes/staff/themes/suggestions/+page.svelte';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const hostile = '<script>alert(1)</script> "><img src=x onerror=alert(1)> {@html x}';
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

async function draw(page: unknown, data: unknown, lang: Language, form: unknown = null) {
	const t = await staffWords(lang);
	const Framed = ((renderer: never, props: never) => {
		setStaffWords(t);
		return (page as (...given: never[]) => unknown)(renderer, props);
	}) as unknown as Page;
	const drawn = await render(Framed, { props: { data: { ...(data as object), t, lang }, form } });
	return drawn.body;
}

test('joining and themes have all their words, and show what people wrote as text', async () => {
	const consent = { version: 1, publish: true };
	const needs = Array.from({ length: 6 }, () =>
		aNeed(`${hostile} ascensor`, { body: { consent } })
	);
	await receive(city, { v: 1, submissions: needs }, new Date());
	while (await makeSearchable(city.db));
	const [one, other] = needs.map(({ id }) => id);
	const made = await browser.post('/staff/themes?/add', {
		...{ name: hostile.slice(0, 80), topic: '', place: '_', lang: 'es', words: 'ascensor' }
	});
	const theme = made.location?.replace(/\?.*/, '') ?? '';
	const view = (await browser.open(theme)).data;
	const both = (await browser.open(`/staff/needs/${one}/join?with=${other}`)).data;
	const none = (await browser.open(`/staff/needs/${one}/join`)).data;
	expect(none.similar.length).toBeGreaterThan(0);
	const suggestion = {
		...{ id: 'x', madeAt: new Date(), lang: 'es', words: [hostile, 'b'], size: 7 },
		examples: [{ id: 'y', number: '1', words: hostile }]
	};
	const suggestions = { suggestions: [suggestion], done: 'made' };
	const bad = { id: 'x', name: '', problem: 'theme-name' };
	const problems = { name: { code: 'theme-name' }, words: { code: 'theme-words' } };
	const typed = { name: '', topic: '', place: '', lang: '', words: hostile };
	const refusal = { problem: 'to-state', state: 'withdrawn' };
	for (const lang of ['es', 'ar'] as const) {
		const drawn = await Promise.all([
			draw(ThemesPage, (await browser.open('/staff/themes')).data, lang),
			draw(ThemesPage, { themes: [], places: new Map(), mayWrite: true }, lang, {
				typed,
				problems
			}),
			draw(ThemePage, { ...view, done: 'made' }, lang),
			draw(ThemePage, view, lang, { typed, problems, isOld: true }),
			draw(SuggestionsPage, suggestions, lang),
			draw(SuggestionsPage, suggestions, lang, bad),
			draw(JoinPage, both, lang),
			draw(JoinPage, none, lang),
			draw(JoinPage, both, lang, { refusal })
		]);
		for (const html of drawn) {
			expect(html).not.toMatch(/<script>alert|<img src=x/);
			// a missing word would stand there by its key
			expect(html).not.toMatch(/\b(joins|themes|problems|inbox|need)\.[a-z]/i);
			const labels = [...html.matchAll(/<label[^>]* for="([^"]+)"/g)].map(([, id]) => id);
			const fields = [...html.matchAll(/<(?:input|select|textarea)\b((?:"[^"]*"|[^">])*)>/g)]
				.map(([, attributes = '']) => attributes)
				.filter((attributes) => !/type="hidden"/.test(attributes));
			for (const field of fields) expect(labels).toContain(/ id="([^"]+)"/.exec(field)?.[1]);
		}
	}
});
