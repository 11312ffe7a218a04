/** Hostile words on the way from a need to a decision: staff and citizens read them as text, and nothing runs or calls out. */
import { expect, test, type Page } from '@playwright/test';
import { faces } from '../../src/lib/domain/survey.ts';
import { onTheWay, type Answers } from '../../src/lib/domain/survey-answer.ts';
import { feedbackSurvey } from '../../src/lib/server/survey-templates.ts';
import { anAnswer } from '../integration/asked.ts';
import {
	aDesk,
	askHowItIs,
	askPriorities,
	askRound,
	decide,
	openChallenge,
	publishIdea,
	sayIdea,
	tellAndSend,
	tryOut
} from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { foundIn, hostileNames, watchHostile as watch } from './hostile.ts';

const [script = '', image = '', svg = '', closing = '', title = ''] = hostileNames;
let city: CityServer;
let setupLink: string;

test.beforeAll(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterAll(() => city.remove());

async function look(page: Page, path: string, ...read: string[]): Promise<void> {
	await page.goto(city.url + path);
	for (const words of read) await expect(page.locator('main')).toContainText(words);
	expect(await page.evaluate(foundIn), path).toEqual([]);
}

/** Somebody answers each question of a round of feedback, in these words where words are wanted. */
async function answerInWords(survey: string, words: string): Promise<void> {
	const feedback = feedbackSurvey(1);
	const answers = feedback.questions.map((question) => {
		const { id, kind } = question;
		if (kind === 'one' || kind === 'many') {
			const [first] = question.options;
			return [id, kind === 'one' ? first?.id : [first?.id]];
		}
		return [id, kind === 'text' ? words : kind === 'scale' ? faces[0] : null];
	});
	const submissions = [
		anAnswer(survey, onTheWay(feedback, Object.fromEntries(answers) as Answers))
	];
	const sent = await fetch(`${city.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions })
	});
	expect(await sent.json()).toMatchObject({ results: [{ result: 'accepted' }] });
}

test('challenges, ideas, rounds, prioritisings, pilots, answers and decisions are read as text by everybody', async ({
	browser,
	page,
	context
}) => {
	test.slow();
	const desk = await aDesk(browser, setupLink);
	const faults = [watch(context), watch(desk.context())];
	await tellAndSend(page, city.url, `${image} plaza`);
	const texts = { who: script, what: image, why: svg };
	const id = await openChallenge(desk, city.url, /plaza/, texts);
	const [atDesk, here] = [`/staff/challenges/${id}`, `/es/neighbourhood/${id}`];
	await page.goto(city.url + here);
	await sayIdea(page, closing);
	await page.reload();
	await expect(page.locator('.own [role=status]')).not.toContainText(/teléfono/);
	await look(desk, `${atDesk}/ideas?state=waiting`, closing);
	await publishIdea(desk, city.url, id);
	await look(desk, new URL(desk.url()).pathname, closing);
	await desk.goto(city.url + atDesk);
	const round = await askRound(desk, [script, image, title]);
	await look(desk, `${atDesk}/rounds/${round}`, script, image, title);
	await desk.goto(city.url + atDesk);
	const things = { [svg]: '', [image]: '', [title]: '' };
	const priority = await askPriorities(desk, things);
	await look(desk, `${atDesk}/prioritisings/${priority}`, ...Object.keys(things));
	await desk.goto(city.url + atDesk);
	const pilot = await tryOut(desk, image, svg);
	await askHowItIs(desk);
	const { pathname: survey } = new URL(desk.url());
	await answerInWords(survey.split('/').at(-1) ?? '', closing);
	await look(desk, survey, closing);
	await look(desk, `/staff/pilots/${pilot}`, image, svg);
	await desk.goto(city.url + atDesk);
	await decide(desk, title);
	await look(desk, new URL(desk.url()).pathname, title);
	for (const list of ['challenges', 'decisions', 'pilots', 'surveys'])
		await look(desk, `/staff/${list}`);
	await look(desk, atDesk, script, image, svg, title);

	const neighbour = await (await browser.newContext({ locale: 'es' })).newPage();
	faults.push(watch(neighbour.context()));
	await look(neighbour, '/es/neighbourhood', script, image, title);
	await look(neighbour, here, script, image, svg, closing, title);
	for (const part of ['idea', `round/${round}`]) await look(neighbour, `${here}/${part}`);
	await look(neighbour, `${here}/priority/${priority}`, ...Object.keys(things));
	await look(neighbour, '/es/survey');
	await page.goto(`${city.url}/es/needs`);
	await page.locator('main a.card').first().click();
	await expect(async () => {
		await page.reload();
		await expect(page.locator('main')).toContainText(title, { timeout: 1000 });
	}).toPass({ timeout: 30_000 });
	expect(await page.evaluate(foundIn)).toEqual([]);
	const feed = await (await fetch(`${city.url}/es/neighbourhood/rss.xml`)).text();
	expect(feed).toContain('&lt;img src=x');
	for (const words of hostileNames) expect(feed).not.toContain(words);
	expect(faults.flat()).toEqual([]);
});
