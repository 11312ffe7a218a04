/** Listen: who reads nothing gets through each main path by ear, on a phone that has no voice of its own. */
import { expect, test } from '@playwright/test';
import { languages } from '../../src/lib/domain/language.ts';
import type { Lesson } from '../../src/lib/domain/lesson.ts';
import { openPhone, phoneWay } from '../../src/lib/domain/practice-phone-moves.ts';
import { readContent } from '../../src/lib/server/lesson-markdown/content.ts';
import { contentFiles } from '../../scripts/content-files.ts';
import { hasSynthesiser } from '../../scripts/synthesiser.js';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { hearScreen, quickPhone } from './listening.ts';
import { setUpCity, untilKept, watchBehaviour, wordsOf } from './people.ts';
import { goThroughLesson } from './whole-lesson.ts';

const t = wordsOf('es');
const { modules = [], lessons = {} } = readContent(contentFiles(), languages).content.es ?? {};
let city: CityServer;

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

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const page = await browser.newPage();
	await setUpCity(page, founded.setupLink);
	await page.close();
});

test.afterAll(() => city.remove());

test.use({ locale: 'es' });

test('a person who reads nothing hears every screen: choosing, learning, practising, telling', async ({
	page,
	context
}) => {
	await quickPhone(context);
	const faults = watchBehaviour(context);
	const hear = (...own: string[]) => hearScreen(page, 'es', own);

	// each language by its own voice
	await page.goto(city.url);
	expect(await hear('Vila Nova')).toBeGreaterThan(2 * languages.length - 1);
	await page.locator('.languages a').first().click();
	await expect(page).toHaveURL(`${city.url}/es`);
	await hear();

	await page
		.getByRole('link', { name: t('home.learn') })
		.first()
		.click();
	await hear();
	const [module] = modules;
	// the shortest practice on a pretend phone
	const [lesson] = Object.values(lessons)
		.filter(({ module: own }) => own === module?.slug)
		.map((each) => ({ each, way: wayOf(each) }))
		.filter(({ way }) => way > 0)
		.sort((one, other) => one.way - other.way)
		.map(({ each }) => each);
	if (!module || !lesson) throw new Error('no lesson with a pretend phone');
	await page.locator(`a[href="/es/learn/${module.slug}"]`).first().click();
	await hear();
	await page.locator(`a[href^="/es/learn/${module.slug}/${lesson.slug}"]`).first().click();
	await goThroughLesson(page, lesson, async () => void (await hear()));
	await hear();

	await page.goto(`${city.url}/es/needs/new`);
	await hear();
	await page.locator('#topic input[value=connection]').check();
	await page.locator('#topic .action').click();
	await hear();
	await page.getByRole('textbox').fill('Quiero wifi en la plaza');
	await page.locator('#words .thumb .action').click();
	await hear('El Raval', 'Centre', 'Sant Martí');
	await page.locator('#place input[value=none]').check();
	await page.locator('#place .thumb .action').click();
	await hear('Quiero wifi');
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
	await hear('Quiero wifi');
	expect(faults).toEqual([]);
});

test('the voice of a language comes by a tap that says its size, and reads with the city out of reach', async ({
	page,
	context
}) => {
	await quickPhone(context);
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await page.goto(`${city.url}/es/help`);
	await page.getByText(t('help.listenTitle')).click();
	const keep = page.getByRole('button', { name: t('reader.keep') });
	await expect(keep).toHaveText(/\d\s?MB/);
	await keep.click();
	await expect(page.getByText(t('reader.here').split('.')[0] ?? '')).toBeVisible({
		timeout: 60_000
	});
	await expect(keep).toHaveCount(0);
	// as the page stands when it is opened, nothing half under the bar
	await page.evaluate(() => scrollTo(0, 0));
	await expectFitting(page);
	await expectNothingFound(page);

	await city.stop();
	await page.goto(`${city.url}/es/learn/${modules[0]?.slug}`);
	await hearScreen(page, 'es');
	await page.goto(`${city.url}/es/help`);
	await page.getByText(t('help.listenTitle')).click();
	await page.getByRole('button', { name: t('reader.drop') }).click();
	await expect(page.getByRole('button', { name: t('reader.drop') })).toHaveCount(0);
	await page.goto(`${city.url}/es`);
	await page.locator('button.listen').click();
	await expect(page.getByText(t('shell.noVoice'))).toBeVisible();
	await city.start();
});
