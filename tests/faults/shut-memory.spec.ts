/** A phone's memory that does not open: said within five seconds, with a way out for what waits, and nothing deleted. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { CityServer } from '../journeys/city-server.ts';
import { holdOld, makeNewer, rowsOn } from '../journeys/raw-memory.ts';
import { setUpCity, tellNeed, watchBehaviour, wordsOf } from '../journeys/people.ts';
import { checkNeed, openWords } from '../journeys/voice-people.ts';

test.use({
	// a microphone that beeps, and a person who lets it be used
	launchOptions: async ({ launchOptions }, use) => {
		const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
		await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...microphone] });
	}
});

const t = wordsOf('es');
let city: CityServer;

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found({ ownPostgres: true });
	city = founded.city;
	const page = await browser.newPage();
	await setUpCity(page, founded.setupLink);
	await page.close();
});

test.afterAll(() => city.remove());

/** Notes in the page when its memory was asked for, and when the panel came. */
test.beforeEach(({ context }) =>
	context.addInitScript(() => {
		const times = Object.assign(window, { askedAt: 0, rescuedAt: 0 });
		const open = IDBFactory.prototype.open;
		IDBFactory.prototype.open = function (...which) {
			times.askedAt ||= performance.now();
			return open.apply(this, which);
		};
		new MutationObserver((_, observer) => {
			if (!document.querySelector('.rescue h2')) return;
			times.rescuedAt = performance.now();
			observer.disconnect();
		}).observe(document, { childList: true, subtree: true });
	})
);

/** The panel, above the page, and that it came within five seconds after the memory was asked for. */
async function panelInTime(page: Page, why: string) {
	const panel = page.locator('.rescue');
	await expect(panel.getByRole('heading')).toHaveText(t(`rescue.${why}.title`), {
		timeout: 30_000
	});
	const waited = await page.evaluate<number>('rescuedAt - askedAt');
	expect(waited).toBeLessThan(5000);
	const box = await panel.boundingBox();
	const main = await page.locator('main').boundingBox();
	expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((main?.y ?? 0) + 1);
	return panel;
}

test('F21: under a newer memory the page says so in time, and gives a file that the city takes', async ({
	page
}) => {
	const faults = watchBehaviour(page.context());
	await page.goto(`${city.url}/es/needs`);
	await expect
		.poll(async () => (await rowsOn<{ key: string }>(page, 'facts')).length)
		.toBeGreaterThan(2);
	await page.route('**/api/**', (route) => route.abort());
	await tellNeed(page, 'es', 'Falta luz en la plaza.');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
	const [waiting] = await rowsOn<{ id: string }>(page, 'outbox');
	await page.goto(`${city.url}/healthz`);
	await makeNewer(page);

	// also where none of the words about this phone are loaded
	await page.goto(`${city.url}/es/learn`);
	await panelInTime(page, 'newer');
	await page.goto(`${city.url}/es/needs`);
	const panel = await panelInTime(page, 'newer');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		panel.getByRole('button', { name: t('messages.toFile') }).click()
	]);
	const file = readFileSync(await download.path());
	expect(file.toString()).not.toContain('plaza.');
	await expect(panel.getByText(t('rescue.bring'))).toBeVisible();
	expect(await rowsOn(page, 'outbox')).toMatchObject([{ id: waiting?.id }]);

	const answer = await page.request.post(`${city.url}/api/carry`, {
		headers: { 'content-type': 'application/x-ndjson' },
		data: file
	});
	expect(await answer.text()).toContain('"accepted"');
	expect(await answer.text()).toContain(String(waiting?.id));
	// what the page asked of the shut memory was refused, and that is all
	expect(faults.filter((fault) => !fault.startsWith('DatabaseClosedError'))).toEqual([]);
});

test('F18: where the memory hangs, the page says so in time, and what is told goes straight to the city', async ({
	page
}) => {
	await page.addInitScript(() => {
		IDBFactory.prototype.open = () => {
			const times = window as unknown as { askedAt: number };
			times.askedAt ||= performance.now();
			return new EventTarget() as IDBOpenDBRequest;
		};
		IDBFactory.prototype.databases = () => Promise.resolve([]);
	});
	await openWords(page, city.url, 'es');
	const panel = await panelInTime(page, 'closed');
	await panel.getByRole('button', { name: t('messages.toFile') }).click();
	await expect(panel.getByText(t('rescue.shut'))).toBeVisible();
	await page.getByRole('textbox').fill('Nada se guarda aquí.');
	await checkNeed(page);
	await page.locator('#check .thumb .action').click();
	await expect(page.getByText(t('keeping.notKept'))).toBeVisible();
	await page.locator('#check .thumb .action').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('sentPage.title'));
});

test('F18: where an older page holds the memory, closing it is all there is to do', async ({
	page,
	context
}) => {
	await page.goto(`${city.url}/healthz`);
	await holdOld(page);
	const newer = await context.newPage();
	await newer.goto(`${city.url}/es/needs`);
	const panel = await panelInTime(newer, 'blocked');
	await page.close();
	await expect(panel).toHaveCount(0);
	await expect(newer.getByText(t('messages.none'))).toBeVisible();
});

test('F20: an old page writes its words and its voice before a newer Plaza takes the memory', async ({
	page,
	context
}) => {
	const other = await context.newPage();
	await other.goto(`${city.url}/healthz`);
	await openWords(page, city.url, 'es');
	await page.getByRole('button', { name: t('voice.start') }).click();
	await expect(page.locator('.heard')).toContainText('0:02');
	const words = page.getByRole('textbox');
	await words.fill('Quiero saber');
	await expect.poll(async () => (await rowsOn(other, 'drafts')).length).toBe(1);
	// the newer one comes before the pause after which words are written
	await words.pressSequentially(' leer.');
	await makeNewer(other);

	const panel = page.locator('.rescue');
	await expect(panel.getByRole('heading')).toHaveText(t('rescue.outdated.title'));
	await expect(page.locator('main')).toHaveAttribute('inert');
	expect(await rowsOn(other, 'drafts')).toMatchObject([{ words: 'Quiero saber leer.' }]);
	const [voice] = await rowsOn<{ sha256: string | null; seconds: number }>(other, 'media');
	expect(voice?.sha256).toMatch(/^[\w-]{43}$/);
	expect(voice?.seconds).toBeGreaterThan(1);
	await panel.getByRole('button').click();
	await panelInTime(page, 'newer');
});
