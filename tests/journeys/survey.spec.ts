/** What the city asks: staff write it, a phone answers without internet, once, and staff see what was answered. */
import { expect, test, type Page } from '@playwright/test';
import { anAnswer } from '../integration/asked.ts';
import { CityServer } from './city-server.ts';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { setUpCity, untilKept, watchBehaviour, wordsOf } from './people.ts';
import { withDatabase } from '../../src/lib/server/with-database.ts';
import { fillPhone } from './phone-memory.ts';
import { rowsOn } from './raw-memory.ts';
import { withMicrophone } from './voice-people.ts';

const t = wordsOf('es');

test.use({ launchOptions: withMicrophone });

let staffWords: ReturnType<typeof wordsOf>;
let city: CityServer;
let desk: Page;
/** The address of the survey that staff wrote. */
let survey: string;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	desk = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en' });
	await setUpCity(desk, founded.setupLink);
	staffWords = wordsOf(await desk.evaluate(() => document.documentElement.lang), 'staff');
	survey = await writeSurvey();
});

test.afterAll(() => city.remove());

/** Writes, in the plain forms of the staff, whether somebody has internet, and how it is or why not. Gives its page. */
async function writeSurvey(): Promise<string> {
	await desk.goto(`${city.url}/staff/surveys`);
	await desk.getByRole('button', { name: staffWords('surveys.make') }).click();
	await expect(desk).toHaveURL(/\/edit$/);
	const es = desk.locator('button[value="in:es"]');
	if (await es.isVisible()) await es.click();
	await expect(desk.locator('strong:lang(es)')).toBeVisible();
	await desk.locator('#title').fill('Internet en casa');
	await desk.locator('#intro').fill('Dos preguntas.');
	for (const [at, kind] of ['one', 'scale', 'text'].entries()) {
		await desk.locator('#kind').selectOption(kind);
		await desk.getByRole('button', { name: staffWords('surveys.add') }).click();
		await expect(desk.locator('fieldset[id^="q-"]')).toHaveCount(at + 1);
	}
	const [have, good, why] = [0, 1, 2].map((at) => desk.locator('fieldset[id^="q-"]').nth(at));
	if (!have || !good || !why) throw new Error('no questions');
	await have.locator('input[id^="text-"]').fill('¿Tiene internet en casa?');
	await have.locator('input[type=checkbox]').check();
	await have.locator('input[id^="option-"]').nth(0).fill('Sí');
	await have.locator('select[id^="picture-"]').nth(0).selectOption('wifi');
	await have.locator('input[id^="option-"]').nth(1).fill('No');
	await have.locator('.option select[id^="next-"]').nth(1).selectOption({ index: 1 });
	await good.locator('input[id^="text-"]').fill('¿Cómo va?');
	await good.locator('select[id^="next-"]').selectOption('end');
	await why.locator('input[id^="text-"]').fill('¿Por qué no?');
	await desk.locator('button[value=close]').first().click();
	await expect(desk).toHaveURL(/\/surveys\/[0-9a-f-]+(#.*)?$/);
	await desk.locator('form[action*=publish] button').click();
	await expect(desk.getByRole('status')).toHaveText(staffWords('surveys.isPublished'));
	return desk.url().replace(/[?#].*/, '');
}

test('a survey that staff write is answered on a phone without internet, arrives after, and staff see it', async ({
	page,
	context
}) => {
	const faults = watchBehaviour(context);
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await page
		.getByRole('link', { name: t('home.learn') })
		.first()
		.click();
	// the first tap brings it
	const words = () =>
		page.evaluate(async () => {
			const page = await caches.match('/es/survey');
			const files = await (await caches.open('seldom')).keys();
			return page && files.some(({ url }) => url.includes('/es.lab.'));
		});
	await expect.poll(words, { timeout: 20_000 }).toBe(true);
	await city.stop();

	await page.goto(`${city.url}/es/sessions`);
	await page.getByRole('link', { name: t('survey.title') }).click();
	await page.getByRole('button', { name: t('survey.answer') }).click();
	const next = page.getByRole('button', { name: t('tell.words.continue') });
	await expect(page.getByRole('heading', { name: '¿Tiene internet en casa?' })).toBeFocused();
	await next.click();
	await expect(page.getByRole('alert')).toHaveText(t('survey.please'));
	await page.getByRole('radio', { name: 'No' }).check();
	await next.click();
	await page.getByRole('textbox').fill('Es muy caro');
	await expect.poll(async () => JSON.stringify(await rowsOn(page, 'facts'))).toContain('caro');

	// the phone dies here, and she goes on where she was
	await page.reload();
	await page.getByRole('button', { name: t('survey.goOn') }).click();
	await expect(page.getByRole('heading', { name: t('survey.check') })).toBeVisible();
	await expect(page.getByText('Es muy caro')).toBeVisible();
	await page.getByRole('button', { name: t('shell.back') }).click();
	await expect(page.getByRole('textbox')).toHaveValue('Es muy caro');
	await next.click();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByText(t('messages.track.phone'))).toBeVisible();
	await expect(page.getByText(t('messages.track.sent'))).toHaveCount(0);

	await city.start();
	await page.goto(`${city.url}/es/survey`);
	await expect(page.getByText(t('messages.track.sent'))).toBeVisible({ timeout: 20_000 });
	await expect(page.getByRole('button', { name: t('survey.correct') })).toBeVisible();
	expect(faults).toEqual([]);

	// one answer tells staff no number; with four more of the same there is one
	await desk.goto(survey);
	await expect(
		desk.getByText(staffWords('surveys.people').replace('{{many}}', staffWords('learning.few')))
	).toBeVisible();
	const id = survey.split('/').at(-1) ?? '';
	const asked = await page.request.get(`${city.url}/api/feed`);
	const { publications } = (await asked.json()) as {
		publications: {
			kind: string;
			body: { survey: { questions: { id: string; options?: { id: string }[] }[] } };
		}[];
	};
	const published = publications.find(({ kind }) => kind === 'survey')?.body.survey.questions[0];
	const no = published?.options?.[1]?.id ?? '';
	const others = Array.from({ length: 4 }, () => anAnswer(id, { [published?.id ?? '']: no }));
	await page.request.post(`${city.url}/api/sync`, { data: { v: 1, submissions: others } });
	await desk.reload();
	await expect(desk.getByRole('row', { name: 'No', exact: false }).first()).toContainText('5');
	await desk.locator('summary', { hasText: staffWords('surveys.words') }).click();
	await expect(desk.getByText('Es muy caro')).toBeVisible();
});

test('a question for words is answered by voice without internet, and staff listen to it', async ({
	page
}) => {
	await page.setViewportSize({ width: 320, height: 568 });
	await page.goto(`${city.url}/es/survey`);
	await page.getByRole('button', { name: t('survey.answer') }).click();
	await page.getByRole('radio', { name: 'No' }).check();
	await city.stop();
	const next = page.getByRole('button', { name: t('tell.words.continue') });
	await next.click();
	await page.getByRole('button', { name: t('voice.start') }).click();
	await expect(page.locator('.heard')).toContainText('0:02');
	await page.getByRole('button', { name: t('voice.stop') }).click();
	await expect(page.locator('.player')).toBeVisible();
	await expectFitting(page);
	await expectNothingFound(page);
	// a recording that still runs goes along with the tap that goes on
	await page.getByRole('button', { name: t('voice.again') }).click();
	await expect(page.locator('.heard')).toContainText('0:02');
	await next.click();
	await expect(page.getByText(t('voice.messageOnly'))).toBeVisible();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByText(t('messages.track.phone'))).toBeVisible();

	await city.start();
	await page.goto(`${city.url}/es/survey`);
	await expect(page.getByText(t('messages.track.sent'))).toBeVisible({ timeout: 20_000 });
	await page.getByRole('button', { name: t('survey.correct') }).click();
	await next.click();
	await expect(page.locator('.player')).toBeVisible();

	await desk.goto(survey);
	await desk.locator('summary', { hasText: staffWords('surveys.listen') }).click();
	const seconds = await desk.locator('audio').evaluate(async (audio: HTMLAudioElement) => {
		await audio.play();
		return new Promise<number>((done) => (audio.onended = () => done(audio.currentTime)));
	});
	expect(seconds).toBeGreaterThan(1);
	await expectNothingFound(desk);
});

test('a phone that is full sends its answers straight to the city, and keeps them on the screen until they are there', async ({
	page
}) => {
	await page.goto(`${city.url}/es/survey`);
	await page.getByRole('button', { name: t('survey.answer') }).click();
	const next = page.getByRole('button', { name: t('tell.words.continue') });
	await page.getByRole('radio', { name: 'Sí' }).check();
	await next.click();
	await page.getByRole('radio', { name: t('survey.face.2'), exact: true }).check();
	await fillPhone(page);
	await next.click();
	const send = page.getByRole('button', { name: t('tell.check.send') });
	await send.click();
	await expect(page.getByRole('alert')).toHaveText(t('tell.problems.notKept'));
	await page.context().setOffline(true);
	const failed = page.waitForEvent('requestfailed', (request) => request.method() === 'POST');
	await send.click();
	await failed;
	await expect(page.getByRole('alert')).toHaveText(t('tell.problems.notKept'));
	await expectFitting(page);
	await page.context().setOffline(false);
	await send.click();
	await expect(page.locator('.status.sent')).toContainText(t('messages.track.sent'));
	const told = await withDatabase({ databaseUrl: city.databaseUrl, dataFolder: '' }, (db) =>
		db.selectFrom('survey_answers').select('answers').execute()
	);
	expect(told.map(({ answers }) => Object.values(answers))).toContainEqual(
		expect.arrayContaining([2])
	);
});

test('without a script the same survey is a plain form, looked at before it goes', async ({
	browser
}) => {
	const context = await browser.newContext({ javaScriptEnabled: false, locale: 'es' });
	const page = await context.newPage();
	await page.goto(`${city.url}/es/survey`);
	await page
		.locator('summary')
		.filter({ hasText: t('survey.answer') })
		.click();
	await page.getByRole('button', { name: t('tell.words.continue') }).click();
	await expect(page.getByRole('alert')).toHaveText(t('survey.please'));
	await page.getByRole('radio', { name: 'Sí' }).check({ force: true });
	await page.getByRole('radio', { name: t('survey.face.5'), exact: true }).check({ force: true });
	await page.getByRole('button', { name: t('tell.words.continue') }).click();
	await expect(page.getByText(t('survey.face.5'), { exact: true })).toBeVisible();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.locator('.status.sent')).toContainText(t('messages.track.sent'));
	await context.close();
});
