/** Listen: who reads nothing gets through each main path by ear, on a phone that has no voice of its own. */
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { languages } from '../../src/lib/domain/language.ts';
import type { Lesson } from '../../src/lib/domain/lesson.ts';
import { openPhone, phoneWay } from '../../src/lib/domain/practice-phone-moves.ts';
import { nameOfSentence, sentencesIn } from '../../src/lib/domain/sentence.ts';
import { readContent } from '../../src/lib/server/lesson-markdown/content.ts';
import { contentFiles } from '../../scripts/content-files.ts';
import { hasSynthesiser } from '../../scripts/synthesiser.js';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { hearScreen, hearWhatIsNew, quickPhone, untilRead } from './listening.ts';
import { setUpCity, untilKept, watchBehaviour, wordsOf } from './people.ts';
import { goThroughLesson } from './whole-lesson.ts';

const t = wordsOf('es');
const { modules = [], lessons = {} } = readContent(contentFiles(), languages).content.es ?? {};
let city: CityServer;
let desk: Page;
let own: Browser;
let page: Page;
let faults: string[];

/** How many moves the practices of a lesson take on a pretend phone. */
function wayOf({ steps }: Lesson): number {
	return steps.reduce(
		(sum, step) =>
			step.kind === 'practice' && step.practice.type === 'phone'
				? sum + phoneWay(step.practice, openPhone(step.practice)).length
				: sum,
		0
	);
}

test.skip(!hasSynthesiser(), 'sounds are made by espeak-ng and lame, which are not here');

// one person and one phone, from her first visit to the answer
test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser, launchOptions }) => {
	const founded = await CityServer.found();
	city = founded.city;
	desk = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en' });
	await setUpCity(desk, founded.setupLink);
	// a microphone that beeps, and a person who lets it be used
	const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
	const args = [...(launchOptions.args ?? []), ...microphone];
	own = await chromium.launch({ ...launchOptions, args });
	const phone = await own.newContext({ locale: 'es', viewport: { width: 320, height: 568 } });
	await quickPhone(phone);
	faults = watchBehaviour(phone);
	page = await phone.newPage();
});

test.afterAll(async () => {
	await own.close();
	await city.remove();
});

const hear = (...typed: string[]) => hearScreen(page, 'es', typed);

test('she hears each language by its own voice, and keeps hers by a tap that says its size', async () => {
	await page.goto(city.url);
	expect((await hear()).length).toBeGreaterThan(2 * languages.length - 1);
	await page.locator('.languages a').first().click();
	await expect(page).toHaveURL(`${city.url}/es`);
	await untilKept(page, 'es');

	// after the page the voice is offered, by picture, word and sound
	const heard = await hear();
	for (const words of [t('reader.keep'), t('reader.later'), ...sentencesIn(t('reader.offer'))]) {
		expect(heard).toContain(nameOfSentence(words));
	}
	expect(heard).toContain(nameOfSentence(t('reader.size').split(':')[0] ?? ''));
	const keep = page.getByRole('button', { name: t('reader.keep') });
	await expect(keep).toHaveText(/\d\s?MB/);
	await expectFitting(page);
	await expectNothingFound(page);
	const arrived = await untilRead(page, 'es', () => keep.click());
	expect(arrived).toContain(nameOfSentence(sentencesIn(t('reader.here'))[0] ?? ''));
	await page.getByRole('button', { name: t('keeping.understood') }).click();
	await expect(keep).toHaveCount(0);
});

test('she learns and practises by ear, with the city out of reach', async () => {
	await city.stop();
	await page
		.getByRole('link', { name: t('home.learn') })
		.first()
		.click();
	const [module] = modules;
	await expect(page.getByText(module?.title ?? '', { exact: true }).first()).toBeVisible();
	await hear();
	// the shortest practice on a pretend phone
	const [lesson] = Object.values(lessons)
		.filter(({ module: own }) => own === module?.slug)
		.map((each) => ({ each, way: wayOf(each) }))
		.filter(({ way }) => way > 0)
		.sort((one, other) => one.way - other.way)
		.map(({ each }) => each);
	if (!module || !lesson) throw new Error('no lesson with a pretend phone');
	await page.locator(`a[href="/es/learn/${module.slug}"]`).first().click();
	const toLesson = page.locator(`a[href^="/es/learn/${module.slug}/${lesson.slug}"]`).first();
	await expect(page).toHaveURL(`${city.url}/es/learn/${module.slug}`);
	await expect(toLesson).toBeVisible();
	await hear();
	await toLesson.click();
	// of a practice how it begins and how it ends: its way is walked all the same
	const ends = lesson.steps.flatMap((step) =>
		step.kind === 'practice' && step.practice.type === 'phone' ? step.practice.done : []
	);
	let practises = false;
	await goThroughLesson(page, lesson, async () => {
		const isOnPhone = await page.locator('section:target .phone').isVisible();
		const shown = await page.locator('section:target').textContent();
		const isDone = ends.some((words) => shown?.includes(words));
		if (!isOnPhone || !practises || isDone) await hearWhatIsNew(page, 'es');
		practises = isOnPhone;
	});
	await hear();
});

test('she tells by voice alone, hears what she said, and where it is', async () => {
	await page.goto(`${city.url}/es/needs/new`);
	await hear();
	await page.locator('#topic input[value=connection]').check();
	await page.locator('#topic .action').click();
	await hear();
	// the phone must not hear itself
	const listen = page.locator('button.listen');
	await listen.click();
	await expect(listen).toHaveText(t('shell.stop'));
	await page.getByRole('button', { name: t('voice.start') }).click();
	await expect(listen).toHaveText(t('shell.listen'), { timeout: 1000 });
	await expect(page.locator('.heard')).toContainText('0:02');
	await page.getByRole('button', { name: t('voice.stop') }).click();
	await expect(page.locator('#words .player')).toBeVisible();
	await hear();
	await page.evaluate(() => (window.ended = 0));
	await page
		.locator('#words')
		.getByRole('button', { name: t('voice.play') })
		.click();
	await expect.poll(() => page.evaluate(() => window.ended)).toBeGreaterThan(0);
	await page.locator('#words .thumb .action').click();
	await hear();
	await page.getByRole('radio', { name: 'El Raval' }).check();
	await page.locator('#place .thumb .action').click();
	await hear();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
	await hear();
	await city.start();
	await page.goto(`${city.url}/es/needs`);
	await expect(page.locator('main a.card .status')).toContainText(t('messages.track.sent'));
	await hear();
});

test('she hears that the city answered, and that somebody can read it with her', async () => {
	await desk.goto(`${city.url}/staff`);
	await desk.locator('main a[href^="/staff/needs/"]').first().click();
	await desk.locator('textarea[name=words]').fill('Hay wifi gratis en la biblioteca.');
	await desk.locator('[name=kind][value=answered]').check();
	await desk.locator('#reply button:not([type=button])').first().click();
	await expect(desk.getByText('Hay wifi gratis').first()).toBeVisible();

	await page.goto(`${city.url}/es/needs`);
	await expect(page.locator('main a.card .status')).toContainText(t('messages.track.answered'));
	await page.goto(`${city.url}/es`);
	await expect(page.locator('main a.news')).toBeVisible();
	await hear();
	await page.locator('main a.news').click();
	await expect(page.locator('main a.card .status')).toContainText(t('messages.track.answered'));
	await hear();
	await page.locator('main a.card').first().click();
	await expect(page.locator('main .replies')).toBeVisible();
	const heard = await hear('Hay wifi gratis');
	expect(heard).toContain(nameOfSentence(t('shell.askReader')));
	// the city's own words are nobody's to ask for
	expect(heard).not.toContain(nameOfSentence('Hay wifi gratis en la biblioteca.'));
	expect(faults).toEqual([]);
});

test('she lets the voice go, and without internet hears how it comes back', async () => {
	await page.goto(`${city.url}/es/help`);
	await page.getByText(t('help.listenTitle')).click();
	await page.getByRole('button', { name: t('reader.drop') }).click();
	await expect(page.getByRole('button', { name: t('reader.keep') })).toBeVisible();
	await expectFitting(page);
	await city.stop();
	await page.goto(`${city.url}/es`);
	const heard = await untilRead(page, 'es', () => page.locator('button.listen').click());
	expect(heard).toContain(nameOfSentence(sentencesIn(t('reader.notHere'))[0] ?? ''));
	await expect(page.getByText(t('reader.notHere'))).toBeVisible();
	await expectFitting(page);
	await city.start();
});
