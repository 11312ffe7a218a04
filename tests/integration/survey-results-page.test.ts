// What staff see of answers: the factsheet's three views, and marks on what people wrote.
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Question } from '../../src/lib/domain/survey.ts';
import type { Answers } from '../../src/lib/domain/survey-answer.ts';
import { setStaffWords } from '../../src/lib/i18n/context.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { surveyFrom } from '../../src/lib/server/survey-templates.ts';
import ResultsPage from '../../src/routes/staff/surveys/[id]/+page.svelte';
import { anAnswer, internet } from './asked.ts';
import { ask } from './asking.ts';
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

/** The page of a survey after this was answered to it, by so many people. */
async function drawn(id: string, answers: Answers, people: number): Promise<string> {
	const submissions = Array.from({ length: people }, () => anAnswer(id, answers));
	const { results } = await receive(city, { v: 1, submissions }, new Date());
	expect(results.map(({ result }) => result)).toEqual(submissions.map(() => 'accepted'));
	const words = await staffWords('en');
	const Framed = (renderer: never, props: never) => {
		setStaffWords(words);
		return (ResultsPage as unknown as (...given: never[]) => unknown)(renderer, props);
	};
	const { data } = await browser.open(`/staff/surveys/${id}`);
	const props = { data: { ...data, t: words, lang: 'en' }, form: null };
	return render(Framed as unknown as Component<typeof props>, { props }).body;
}

const answerTo = (question: Question): Answers[string] => {
	if (question.kind === 'one') return question.options[0]?.id ?? null;
	if (question.kind === 'many') return question.options.slice(0, 1).map(({ id }) => id);
	return question.kind === 'text' ? 'Nada' : question.kind === 'number' ? question.least : 3;
};

test('the factsheet is read in three views, each with the answers to its own questions', async () => {
	const factsheet = surveyFrom('factsheet');
	const id = await ask(city.db, staff, factsheet);
	const answers = factsheet.questions.map((question) => [question.id, answerTo(question)] as const);
	const body = await drawn(id, Object.fromEntries(answers), 5);
	const views = body.split('<section').slice(1, 4);
	expect(views).toHaveLength(3);
	for (const [at, { title, questions }] of (factsheet.views ?? []).entries()) {
		expect(views[at]).toContain(title.en);
		for (const question of factsheet.questions) {
			const isHere = questions.includes(question.id);
			expect(views[at]?.includes(`>${question.texts.en}</caption>`), question.id).toBe(isHere);
			const [first] = 'options' in question ? question.options : [];
			if (isHere && first) {
				// the one that all five chose, and no other
				const row = new RegExp(`${first.texts.en}[^]*?<td[^>]*>(?:<!--[^>]*-->|\\s)*5</td>`);
				expect(views[at]).toMatch(row);
			}
		}
	}
});

test('a phone number, a name and a link in what people wrote are marked for staff', async () => {
	const id = await ask(city.db, staff, internet);
	const why = 'Me llamo Ana, 612 345 678, mirad bit.ly/3xYz <b>';
	const body = await drawn(id, { have: 'no', why }, 1);
	const marks = [...body.matchAll(/<mark[^>]*title="([^"]+)"[^>]*>([^<]+)<\/mark>/g)];
	expect(marks.map(([, kind, text]) => [kind, text])).toEqual([
		['Name of a person', 'Ana'],
		['Phone number', '612 345 678'],
		['Web address', 'bit.ly/3xYz']
	]);
	expect(body).toContain('&lt;b>');
});
