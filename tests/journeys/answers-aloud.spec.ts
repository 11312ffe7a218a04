/** One answer to many, said aloud in two languages: each phone hears its own, also where there is no internet any more. */
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, watchBehaviour, wordsOf } from './people.ts';
import { fixture, openSpoken, playToItsEnd, tellOnPhone } from './voice-people.ts';

const people = [
	{ lang: 'es', need: 'Falta luz en la plaza.', answer: 'Arreglamos la luz el lunes.' },
	{ lang: 'ar', need: 'لا ضوء في الساحة.', answer: 'نصلح المصباح يوم الاثنين.' }
] as const;

test.use({
	// a microphone that beeps, and a person who lets it be used
	launchOptions: async ({ launchOptions }, use) => {
		const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
		await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...microphone] });
	}
});

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found({ ownPostgres: true }));
});
test.afterEach(() => city.remove());

/** Each of them has told her need on a phone of her own. */
function tellAll(browser: Browser) {
	return Promise.all(
		people.map(async (person) => {
			return { ...person, ...(await tellOnPhone(browser, city.url, person)) };
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

/** Everybody reads her answer, the city goes away, and she hears it. Gives for how many seconds, by language. */
async function hearWithoutInternet(phones: Phones): Promise<Record<string, number>> {
	for (const phone of phones) {
		await phone.page.goto(`${city.url}/${phone.lang}/needs`);
		const answered = wordsOf(phone.lang)('messages.track.answered');
		await expect(phone.page.locator('main a.card .status')).toContainText(answered);
		await openSpoken(phone.page, city.url, phone);
	}
	await city.kill();
	const heard: Record<string, number> = {};
	for (const phone of phones) {
		await openSpoken(phone.page, city.url, phone);
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

/** She says the words aloud for two seconds, from the keyboard, and hears them before they go. */
async function record(desk: Page, box: Locator): Promise<void> {
	await box.getByRole('button', { name: words('answers.recorder.start') }).press('Enter');
	await expect(box.getByRole('timer')).toHaveText(/^0:0[2-9] \/ 3:00$/);
	await desk.keyboard.press('Enter');
	await expect(box.locator('p.hint[role=status]')).toContainText(/0:0[2-9]/);
	await expect(box.getByRole('button', { name: words('answers.recorder.again') })).toBeFocused();
	await expect(box.locator('audio[src^=blob]')).toBeVisible();
}

test('recorded in the staff’s own browser: said, heard, said again, and sent like a file', async ({
	browser
}) => {
	const context = await browser.newContext({ locale: 'en' });
	const faults = watchBehaviour(context);
	const desk = await context.newPage();
	await setUpCity(desk, setupLink);
	const phones = await tellAll(browser);
	await prepareAnswer(desk);
	for (const { lang } of people) {
		const box = desk.locator(`#in-${lang}`);
		const file = box.locator('[type=file]');
		const fileName = () => file.evaluate((each: HTMLInputElement) => each.files?.[0]?.name ?? '');
		await record(desk, box);
		await box.getByRole('button', { name: words('answers.recorder.drop') }).click();
		expect(await fileName()).toBe('');
		await expect(box.locator('audio[src^=blob]')).toHaveCount(0);
		await record(desk, box);
		if (lang === 'ar') {
			// while it runs nothing is sent without it
			await box.getByRole('button', { name: words('answers.recorder.again') }).click();
			await expect(box.getByRole('timer')).toHaveText(/^0:0[2-9] /);
			await box.getByRole('button', { name: words('answers.voiceAdd') }).click();
			await expect(box.locator('p.hint[role=status]')).toContainText(/0:0[2-9]/);
			await expect(box.locator('.phone audio')).toHaveCount(0);
		}
		expect(await fileName()).toBe('voice.webm');
		await expectNothingFound(desk);
		await box.getByRole('button', { name: words('answers.voiceAdd') }).click();
		await expect(box.locator('.phone .replies audio')).toBeVisible();
	}
	await send(desk);
	const heard = await hearWithoutInternet(phones);
	for (const { lang } of people) expect(heard[lang]).toBeGreaterThan(1);
	expect(faults).toEqual([]);
});

test('one answer alone is recorded too; without a microphone a file can be chosen', async ({
	browser
}) => {
	const context = await browser.newContext({ locale: 'en' });
	const desk = await context.newPage();
	await setUpCity(desk, setupLink);
	await tellAll(browser);
	await desk.goto(`${city.url}/staff`);
	await desk.getByText(people[0].need).click();
	const reply = desk.locator('#reply');
	await reply.locator('textarea[name=words]').fill(people[0].answer);
	await reply.locator('[name=kind][value=answered]').check();
	await desk.evaluate(() => {
		navigator.mediaDevices.getUserMedia = () =>
			Promise.reject(new DOMException('no', 'NotAllowedError'));
	});
	await reply.getByRole('button', { name: words('answers.recorder.start') }).click();
	await expect(reply.getByText(words('answers.recorder.refused'))).toBeVisible();
	await desk.evaluate(() => {
		Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
	});
	await record(desk, reply);
	await reply.getByRole('button', { name: words('need.replySubmit') }).click();
	await expect(desk.getByText(words('need.savedReply'))).toBeVisible();
	await expect(desk.locator('.messages audio')).toBeVisible();
});
