// The pages of surveys as the server draws them: whatever staff or people wrote is text, and every state has its words.
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages, type Language } from '../../src/lib/domain/language.ts';
import { most, type Survey } from '../../src/lib/domain/survey.ts';
import { setStaffWords, setWords } from '../../src/lib/i18n/context.ts';
import { citizenWords, staffWords } from '../../src/lib/i18n/translator.ts';
import { replaceNeighbourhoods } from '../../src/lib/server/neighbourhoods.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { surveyFrom } from '../../src/lib/server/survey-templates.ts';
import { endSurvey, makeSurvey } from '../../src/lib/server/surveys.ts';
import { load as loadAsked } from '../../src/routes/[lang=lang]/survey/+page.server.ts';
import AskedPage from '../../src/routes/[lang=lang]/survey/+page.svelte';
import ListPage from '../../src/routes/staff/surveys/+page.svelte';
import ResultsPage from '../../src/routes/staff/surveys/[id]/+page.svelte';
import EditPage from '../../src/routes/staff/surveys/[id]/edit/+page.svelte';
import PreviewPage from '../../src/routes/staff/surveys/[id]/preview/+page.svelte';
import { anAnswer } from './asked.ts';
import { ask } from './asking.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;
let survey: string;

const hostile = '</title><script>alert(1)</script>"><img src=x onerror=alert(1)> {{x}}';
const es = (text: string) => ({ es: text.slice(0, most.option) });
/** One question of each kind, all of it called what might run a script. */
const everything: Survey = {
	title: es(hostile),
	intro: es(hostile),
	questions: [
		{
			...{ id: 'one', kind: 'one', texts: es(hostile), required: true },
			options: [
				{ id: 'a', texts: es(hostile), picture: 'wifi', next: 'words' },
				{ id: 'b', texts: es('No') }
			]
		},
		{
			...{ id: 'many', kind: 'many', texts: es(hostile), required: false },
			options: [
				{ id: 'a', texts: es(hostile) },
				{ id: 'b', texts: es('No') }
			]
		},
		{ id: 'faces', kind: 'scale', texts: es(hostile), required: false },
		{ id: 'number', kind: 'number', texts: es(hostile), required: false, least: 0, most: 9 },
		{ id: 'place', kind: 'place', texts: es(hostile), required: false },
		{ id: 'words', kind: 'text', texts: es(hostile), required: false }
	]
};

beforeAll(async () => {
	city = await openStaffCity();
	const staff = (await city.addMember('ana@city.example')).id;
	await replaceNeighbourhoods(city.db, [{ id: 'centro', name: 'Centro' }]);
	survey = await ask(city.db, staff, everything);
	const answers = { one: 'a', words: hostile };
	const submissions = Array.from({ length: 5 }, () => anAnswer(survey, answers));
	await receive(city, { v: 1, submissions }, new Date());
	const now = new Date();
	await makeSurvey(city.db, { survey: surveyFrom(''), target: { kind: 'all' } }, staff, now);
	const ended = await ask(city.db, staff, surveyFrom('factsheet'));
	await endSurvey(city.db, { id: ended, edits: 1 }, staff, now);
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
});
afterAll(() => city.close());

async function draw(page: unknown, data: object, lang: Language, form: unknown = null) {
	const [staffs, citizens] = [await staffWords(lang), await citizenWords(lang, 'phone', 'lab')];
	const Framed = (renderer: never, props: never) => {
		setStaffWords(staffs);
		setWords(citizens);
		return (page as (...given: never[]) => unknown)(renderer, props);
	};
	const t = page === AskedPage ? citizens : staffs;
	const props = { data: { ...data, t, lang, citizen: citizens }, form };
	return (await render(Framed as unknown as Component<typeof props>, { props })).body;
}

const expectText = (body: string) => {
	expect(body).not.toMatch(/<script>alert|<img src=x/);
	expect(body).not.toMatch(/undefined|\[object|\bsurveys?\.[a-z]/);
	// a text that stands nowhere shows nothing
	expect(body).toContain('&lt;/title>&lt;script>');
};

describe.each(languages)('in %s', (lang) => {
	test('every page of the staff says what it has to say, and runs nothing', async () => {
		const list = (await browser.open('/staff/surveys')).data;
		expect(list.surveys).toHaveLength(3);
		expectText(await draw(ListPage, list, lang));
		const page = `/staff/surveys/${survey}`;
		expectText(await draw(ResultsPage, (await browser.open(page)).data, lang));
		expectText(await draw(ResultsPage, (await browser.open(page)).data, lang, { isOld: true }));
		expectText(await draw(EditPage, (await browser.open(`${page}/edit?in=es`)).data, lang));
		expectText(await draw(PreviewPage, (await browser.open(`${page}/preview?in=es`)).data, lang));
		for (const { id } of list.surveys)
			await draw(ResultsPage, (await browser.open(`/staff/surveys/${id}`)).data, lang);
	});

	test('the page of a citizen is a form that works before any script, and runs nothing', async () => {
		const body = await draw(AskedPage, await loadAsked({ params: { lang } } as never), lang);
		expectText(body);
		expect(body).toContain('action="?/check#');
		for (const { id } of everything.questions) expect(body).toContain(`name="a-${id}"`);
	});
});
