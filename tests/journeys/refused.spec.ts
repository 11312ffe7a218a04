/** What the city did not take of an idea, answers and a badge: *My messages* says so and why, and an idea is told again from there. */
import { expect, test, type Page } from '@playwright/test';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { withDatabase } from '../../src/lib/server/with-database.ts';
import { expectFitting, expectNothingFound } from './accessible-page.ts';
import type { CityServer } from './city-server.ts';
import { foundFilled } from './filled-neighbourhood.ts';
import { practisedAlone } from './learnt.ts';
import { wordsOf } from './people.ts';
import { putOn, rowsOn } from './raw-memory.ts';

const module = 'scam-messages';

test.use({ serviceWorkers: 'block' });

let city: CityServer;
let challenge: string;

test.beforeAll(async ({ browser }) => {
	({ city, challenge } = await foundFilled(browser));
});
test.afterAll(() => city.remove());

/** Fits a small screen; and all of it at once, so that the bar below hides no button, is for everybody. */
async function expectWhole(page: Page): Promise<void> {
	await expectFitting(page);
	const height = await page.evaluate(() => document.documentElement.scrollHeight);
	await page.setViewportSize({ width: 320, height: height + 200 });
	await expectNothingFound(page);
}

test('an idea that is too long goes back to its form with her words, and the shorter one arrives', async ({
	page
}) => {
	const t = wordsOf('es');
	const needsHer = page.getByRole('heading', { name: t('messages.track.needs-you') });
	const send = page.getByRole('button', { name: t('tell.check.send') });
	const words = page.getByLabel(t('idea.mine'));
	const long = 'sombra '.repeat(300).trim();
	await page.goto(`${city.url}/es/neighbourhood/${challenge}/idea`);
	await expect(page.getByRole('button', { name: t('voice.start') })).toBeVisible();
	// a Plaza that lets her write more than this city takes
	await words.evaluate((field) => field.removeAttribute('maxlength'));
	await words.fill(long);
	await page.getByLabel(t('idea.publish')).check();
	await send.click();
	await expect(page.locator('.own .status')).toContainText(t('messages.track.needs-you'));

	await page.goto(`${city.url}/es/needs`);
	await expect(needsHer).toBeVisible();
	await expect(page.getByText(t('messages.none'))).toHaveCount(0);
	await expect(page.getByText(t('problems.too-long'))).toBeVisible();
	await expectWhole(page);
	await page.getByRole('button', { name: t('messages.mend.again') }).click();
	await expect(page).toHaveURL(/\/idea$/);
	await expect(words).toHaveValue(long);
	await expect(page.getByLabel(t('idea.publish'))).toBeChecked();

	await words.fill('Un toldo');
	await send.click();
	await expect(page.locator('.own .status.sent')).toBeVisible();
	const atCity = await withDatabase({ databaseUrl: city.databaseUrl, dataFolder: '' }, (db) =>
		db.selectFrom('ideas').select('words').execute()
	);
	expect(atCity).toEqual([{ words: 'Un toldo' }]);
	await page.goto(`${city.url}/es/needs`);
	await expect(page.getByText(t('messages.none'))).toBeVisible();
	await expect(needsHer).toHaveCount(0);
});

/** She answers a survey that this city does not know: it came back from an older backup. */
async function answerForgotten(page: Page): Promise<void> {
	const t = wordsOf('ar');
	await page.goto(`${city.url}/ar/survey`);
	await page.getByRole('button', { name: t('survey.answer') }).click();
	await page.getByRole('radio').first().check();
	await page.getByRole('button', { name: t('tell.words.continue') }).click();
	await page.getByRole('button', { name: t('survey.unknown') }).click();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.locator('.status')).toContainText(t('messages.track.needs-you'));
}

/** She asks for a badge as a Plaza of later does, of which this city is older. */
async function askForLaterBadge(page: Page): Promise<void> {
	const t = wordsOf('ar');
	await practisedAlone(page, module);
	await page.route('**/api/**', (route) => route.abort());
	await page.goto(`${city.url}/ar/learn/${module}/proof`);
	await page.getByRole('textbox', { name: t('proof.nameLabel') }).fill('فاطمة بن علي');
	await page.getByRole('button', { name: t('proof.send') }).click();
	await expect(page.getByRole('status').first()).toContainText(t('proof.waitingPhone'));
	await page.goto(`${city.url}/healthz`);
	type Entry = { envelope: { kind: string } };
	const asked = (await rowsOn<Entry>(page, 'outbox')).find(
		({ envelope }) => envelope.kind === 'badge'
	);
	const envelope = { ...asked?.envelope, schema: 2 };
	await putOn(page, 'outbox', { ...asked, envelope, sha256: fingerprint(envelope) });
	await page.unrouteAll();
}

test('answers and a badge say in her language that one thing is needed, and what', async ({
	page
}) => {
	const t = wordsOf('ar');
	await page.goto(`${city.url}/ar`);
	await answerForgotten(page);
	await askForLaterBadge(page);
	await page.goto(`${city.url}/ar/needs`);
	const cards = page.getByRole('region', { name: t('messages.track.needs-you') });
	await expect(cards).toHaveCount(2);
	for (const [kind, reason] of [
		['said', 'malformed'],
		['learnt', 'unknown-version']
	] as const) {
		const [what = ''] = t(`outbox.${kind}`).split('{{');
		const card = cards.filter({ hasText: what });
		await expect(card).toContainText(t(`problems.${reason}`));
		await expect(card.getByRole('button', { name: t('messages.again') })).toBeVisible();
		await expect(card.getByRole('link', { name: t('messages.toFile') })).toBeVisible();
	}
	await expectWhole(page);
});
