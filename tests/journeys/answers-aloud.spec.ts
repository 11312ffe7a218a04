/** One answer to many, said aloud in two languages: each phone hears its own, also where there is no internet any more. */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { CityServer } from './city-server.ts';
import { setUpCity, tellNeed, untilKept, watchBehaviour, wordsOf } from './people.ts';
import { fixture } from './voice-people.ts';

const people = [
	{ lang: 'es', need: 'Falta luz en la plaza.', answer: 'Arreglamos la luz el lunes.' },
	{ lang: 'ar', need: 'لا ضوء في الساحة.', answer: 'نصلح المصباح يوم الاثنين.' }
] as const;

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

/** Each of them has told her need on a phone of her own. */
function tellAll(browser: Browser) {
	return Promise.all(
		people.map(async (person) => {
			const { lang, need } = person;
			const context = await browser.newContext({
				locale: lang,
				viewport: { width: 320, height: 568 }
			});
			const faults = watchBehaviour(context);
			const page = await context.newPage();
			await page.goto(`${city.url}/${lang}`);
			await untilKept(page, lang);
			await tellNeed(page, lang, need);
			await expect(page.locator('main ol .sent')).toBeVisible();
			return { ...person, page, faults };
		})
	);
}

type Phones = Awaited<ReturnType<typeof tellAll>>;

const words = wordsOf('en', 'staff');
const named = (key: string, values: Record<string, string>) =>
	words(key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');

/** Staff write the answer in both languages, up to the page that shows it before it is sent. */
async function prepareAnswer(desk: Page): Promise<void> {
	await desk.goto(`${city.url}/staff/answers/new?state=open`);
	await desk.locator('[name=kind][value=answered]').check();
	for (const { lang, answer } of people) await desk.locator(`[name=words-${lang}]`).fill(answer);
	await desk.getByRole('button', { name: words('answers.preview') }).click();
}

async function send(desk: Page): Promise<void> {
	await desk.getByRole('button', { name: named('answers.send', { many: '2' }) }).click();
	await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Sent: 2 of 2');
}

/** Plays what stands there to its end, and gives how many seconds it was. */
function playToItsEnd(page: Page): Promise<number> {
	return page.locator('.replies audio').evaluate(
		(audio: HTMLAudioElement) =>
			new Promise<number>((done, failed) => {
				audio.onended = () => done(audio.currentTime);
				audio.onerror = () => failed(new Error('it cannot be played'));
				void audio.play();
			})
	);
}

/** Everybody reads her answer, the city goes away, and she hears it. Gives for how many seconds, by language. */
async function hearWithoutInternet(phones: Phones): Promise<Record<string, number>> {
	const open = async ({ page, lang, answer }: Phones[number]) => {
		await page.goto(`${city.url}/${lang}/needs`);
		await page.locator('main a.card').first().click();
		await expect(page.getByText(answer)).toBeVisible();
		await expect(page.locator('.replies audio')).toBeVisible();
	};
	for (const phone of phones) {
		await phone.page.goto(`${city.url}/${phone.lang}/needs`);
		const answered = wordsOf(phone.lang)('messages.track.answered');
		await expect(phone.page.locator('main a.card .status')).toContainText(answered);
		await open(phone);
	}
	await city.kill();
	const heard: Record<string, number> = {};
	for (const phone of phones) {
		await open(phone);
		heard[phone.lang] = await playToItsEnd(phone.page);
	}
	expect(phones.flatMap(({ faults }) => faults)).toEqual([]);
	return heard;
}

test('files, at a desk without script: each phone plays its own without internet', async ({
	browser
}) => {
	const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en' });
	const desk = await context.newPage();
	await setUpCity(desk, setupLink);
	const phones = await tellAll(browser);
	await prepareAnswer(desk);
	for (const [lang, name] of [
		['es', 'voice.webm'],
		['ar', 'voice.m4a']
	] as const) {
		const box = desk.locator(`#in-${lang}`);
		await box.locator('[type=file]').setInputFiles(fixture('photo.jpg'));
		await box.getByRole('button', { name: words('answers.voiceAdd') }).click();
		await expect(box.getByText(words('problems.voice-no-sound'))).toBeVisible();
		await box.locator('[type=file]').setInputFiles(fixture(name));
		await box.getByRole('button', { name: words('answers.voiceAdd') }).click();
		const frame = box.locator('.phone .replies');
		await expect(frame.locator('audio')).toBeVisible();
		await expect(frame).toContainText(wordsOf(lang)('messages.reply.listen'));
	}
	await desk
		.locator('#in-ar')
		.getByRole('button', { name: words('answers.voiceTake') })
		.click();
	await expect(desk.locator('#in-ar audio')).toHaveCount(0);
	await desk.locator('#in-ar [type=file]').setInputFiles(fixture('voice.m4a'));
	await desk
		.locator('#in-ar')
		.getByRole('button', { name: words('answers.voiceAdd') })
		.click();
	await send(desk);
	await expect(desk.locator('#in-es .phone audio')).toBeVisible();
	const { es, ar } = await hearWithoutInternet(phones);
	expect(es).toBeGreaterThan(0);
	expect(ar).toBeGreaterThan(0);
});
