/** What the city says to everybody: looked at before it is said, said aloud, and heard on a phone when the city is away. */
import { expect, test, type Page } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, tellNeed, untilKept, watchBehaviour, wordsOf } from './people.ts';
import { fixture } from './voice-people.ts';

const said = {
	es: { said: 'Falta una rampa.', done: 'La rampa está desde mayo.' },
	ar: { said: 'لا يوجد منحدر.', done: 'صار هناك منحدر منذ مايو.' }
} as const;
const words = wordsOf('en', 'staff');

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

const button = (desk: Page, key: string) =>
	desk.getByRole('button', { name: words(key), exact: true });

/** Staff say it in both languages, after they took out what would have told who somebody is, and then aloud. */
async function sayAloud(desk: Page): Promise<void> {
	await desk.goto(`${city.url}/staff/public-replies`);
	for (const [lang, { said: asked, done }] of Object.entries(said)) {
		await desk.locator(`details:has([name=said-${lang}])`).evaluate((part) => {
			(part as HTMLDetailsElement).open = true;
		});
		await desk.locator(`[name=said-${lang}]`).fill(asked);
		await desk.locator(`[name=done-${lang}]`).fill(done);
	}
	await desk.locator('[name=done-es]').fill('La rampa será reparada. Llame al 612 345 678.');
	await button(desk, 'answers.check').click();
	await expect(desk.locator('.telling mark')).toHaveText('612 345 678');
	await expect(desk.locator('.reading mark').first()).toBeVisible();
	await button(desk, 'publicReplies.submit').click();
	await expect(desk.getByText(words('publicReplies.tellingStop'))).toBeVisible();
	await expect(button(desk, 'publicReplies.sayAnyway')).toBeVisible();
	await desk.locator('[name=done-es]').fill(said.es.done);
	await button(desk, 'publicReplies.submit').click();
	await expect(desk.getByText(words('publicReplies.isSaid'))).toBeVisible();

	await desk.getByRole('link', { name: words('publicReplies.speak') }).click();
	for (const lang of Object.keys(said)) {
		const place = desk.locator(`#in-${lang}`);
		await place.locator('[type=file]').setInputFiles(fixture('voice.webm'));
		await place.getByRole('button', { name: words('answers.voiceAdd') }).click();
		await expect(desk.locator(`#in-${lang} audio`)).toBeVisible();
	}
}

/** Plays what stands there to its end. */
async function playsToItsEnd(page: Page): Promise<void> {
	await page.locator('.replies audio').evaluate(
		(audio: HTMLAudioElement) =>
			new Promise((done, failed) => {
				audio.onended = done;
				audio.onerror = () => failed(new Error('it cannot be played'));
				void audio.play();
			})
	);
}

/** How many sounds of the voice's own length the page's Listen begins. */
async function voicesInListening(page: Page, lang: string): Promise<number> {
	const t = wordsOf(lang);
	const length = await page
		.locator('.replies audio')
		.evaluate(({ duration }: HTMLAudioElement) => duration);
	await page.evaluate(() => {
		const begun = ((window as unknown as { lengths: number[] }).lengths = [] as number[]);
		const play = HTMLMediaElement.prototype.play;
		HTMLMediaElement.prototype.play = function () {
			this.addEventListener('ended', () => begun.push(this.duration), { once: true });
			return play.call(this);
		};
	});
	await page.getByRole('button', { name: t('shell.listen'), exact: true }).click();
	await expect(page.getByRole('button', { name: t('shell.stop'), exact: true })).toBeVisible();
	await expect(page.getByRole('button', { name: t('shell.listen'), exact: true })).toBeVisible({
		timeout: 60_000
	});
	const lengths = await page.evaluate(() => (window as unknown as { lengths: number[] }).lengths);
	return lengths.filter((each) => Math.abs(each - length) < 0.01).length;
}

test('what the city says to everybody is heard on phones, also when the city is away', async ({
	browser
}) => {
	const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en' });
	const desk = await context.newPage();
	await setUpCity(desk, setupLink);
	await sayAloud(desk);
	const phones = await Promise.all(
		(['es', 'ar'] as const).map(async (lang) => {
			const phone = await browser.newContext({
				locale: lang,
				viewport: { width: 320, height: 568 }
			});
			const faults = watchBehaviour(phone);
			const page = await phone.newPage();
			await page.goto(`${city.url}/${lang}`);
			await untilKept(page, lang);
			const t = wordsOf(lang);
			await page
				.getByRole('link', { name: t('home.learn') })
				.first()
				.click();
			// the first tap brings the page with the sessions and what the city says
			const isHere = () =>
				page.evaluate(async (lang) => {
					const kept = await caches.match(`/${lang}/sessions`);
					const files = await (await caches.open('seldom')).keys();
					return kept !== undefined && files.some(({ url }) => url.includes(`/${lang}.lab.`));
				}, lang);
			await expect.poll(isHere, { timeout: 20_000 }).toBe(true);
			return { lang, page, faults, t };
		})
	);
	for (const { page, lang, t } of phones) {
		const asked: string[] = [];
		page.on('request', (request) => asked.push(new URL(request.url()).pathname));
		await page.goto(`${city.url}/${lang}/sessions`);
		await expect(page.getByText(said[lang].done)).toBeVisible();
		const bring = page.getByRole('button', { name: wordsOf(lang, 'lab')('publicReplies.listen') });
		// its size is said, and nothing of it came unasked
		await expect(bring).toContainText(/\d/);
		expect(asked.filter((path) => path.startsWith('/public-voices/'))).toEqual([]);
		await expectNothingFound(page);
		await expectFitting(page);
		await bring.click();
		await expect(page.locator('.replies audio')).toBeVisible();
		await expect(page.getByText(t('shell.noVoice'))).toHaveCount(0);
		await playsToItsEnd(page);
	}
	await city.kill();
	for (const { page, lang } of phones) {
		await page.goto(`${city.url}/${lang}/sessions`);
		await expect(page.getByText(said[lang].done)).toBeVisible();
		await playsToItsEnd(page);
		// Listen says both of its sentences in that one voice
		expect(await voicesInListening(page, lang)).toBe(1);
	}
	expect(phones.flatMap(({ faults }) => faults)).toEqual([]);
});

test('while staff write, the person’s phone and what the words tell follow the typing', async ({
	browser
}) => {
	const context = await browser.newContext({ locale: 'en' });
	const faults = watchBehaviour(context);
	const desk = await context.newPage();
	await setUpCity(desk, setupLink);
	const phone = await (await browser.newContext({ locale: 'ar' })).newPage();
	await phone.goto(`${city.url}/ar`);
	await tellNeed(phone, 'ar', said.ar.said);
	await expect(phone.locator('main ol .sent')).toBeVisible();
	await desk.goto(`${city.url}/staff`);
	await desk.getByText(said.ar.said).click();
	const frame = desk.locator('.phone[lang=ar]');
	await expect(desk.getByRole('heading', { name: words('need.replyTitle') })).toBeVisible();
	await expect(frame).toHaveCount(0);
	await desk.locator('textarea[name=words]').fill(said.ar.done);
	await expect(frame.getByText(said.ar.done)).toBeVisible();
	await expect(frame).toHaveAttribute('dir', 'rtl');
	await expect(frame).toContainText(wordsOf('ar')('messages.helped.ask'));
	await desk.locator('textarea[name=words]').fill('Ya hay rampa.');
	await desk.locator('#reply [name=lang]').selectOption('es');
	await expect(frame.getByText('Ya hay rampa.')).toHaveAttribute('lang', 'es');
	await expectNothingFound(desk);

	await desk.goto(`${city.url}/staff/public-replies`);
	await desk.locator('textarea').first().fill('Me llamo Rosa Puig.');
	await expect(desk.locator('.telling mark')).toHaveText('Rosa Puig');
	await expectNothingFound(desk);
	await desk.locator('textarea').first().fill('Falta una rampa.');
	await expect(desk.locator('.telling mark')).toHaveCount(0);
	expect(faults).toEqual([]);
});
