/** An idea for a challenge: said without internet, read by everybody once staff published it, and wanted by somebody else. */
import { expect, test, type Page } from '@playwright/test';
import { expectNothingFound } from './accessible-page.ts';
import { aDesk, openChallenge, tellAndSend, untilPageKept } from './challenge-people.ts';
import { CityServer } from './city-server.ts';
import { untilAwake, wordsOf } from './people.ts';
import { rowsOn } from './raw-memory.ts';

const t = wordsOf('es');
const words = wordsOf('en', 'staff');
const said = 'Un cartel con las horas del médico';

let city: CityServer;
let setupLink: string;

test.beforeEach(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterEach(() => city.remove());

test('is said without internet, published by staff, and wanted by somebody else', async ({
	browser,
	page
}) => {
	const desk = await aDesk(browser, setupLink);
	await tellAndSend(page, city.url, 'Espero horas en el médico.');
	const id = await openChallenge(desk, city.url, /médico/);
	const here = `${city.url}/es/neighbourhood/${id}`;

	await page.goto(`${city.url}/es/needs`);
	await untilPageKept(page, `/es/neighbourhood/${id}/idea`);
	await city.stop();
	await page.goto(here);
	await page.getByRole('link', { name: t('idea.say') }).click();
	await page.getByLabel(t('idea.mine')).fill(said);
	// closed in the middle of it, nothing is lost
	const kept = async () => JSON.stringify(await rowsOn(page, 'facts'));
	await expect.poll(kept).toContain(said);
	await page.goto(`${here}/idea`);
	await expect(page.getByLabel(t('idea.mine'))).toHaveValue(said);
	await page.getByLabel(t('idea.people')).fill('4');
	await page.getByLabel(t('idea.publish')).check();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	const mine = page.locator('.own [role=status]');
	await expect(mine).toContainText(t('messages.track.phone'));
	// her messages say that it waits too
	await page.goto(`${city.url}/es/needs`);
	const waits = t('outbox.idea').replace('{{many, number}}', '1');
	await expect(page.getByText(waits)).toBeVisible();
	await page.goto(here);
	await city.start();
	await page.reload();
	await expect(mine).toContainText(t('messages.track.sent'), { timeout: 20_000 });

	await desk.goto(`${city.url}/staff/challenges/${id}/ideas?state=waiting`);
	await expectNothingFound(desk);
	await desk.getByRole('link', { name: words('ideas.look') }).click();
	await expect(desk.locator('[name=text-es]')).toHaveValue(said);
	await expectNothingFound(desk);
	await desk.getByRole('button', { name: words('ideas.publish') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('ideas.done.published'));

	// she hears that everybody can read it, and reads so without internet too
	await page.goto(`${city.url}/es/needs`);
	await page.goto(here);
	await expect(mine).toContainText(t('idea.shown'), { timeout: 20_000 });
	await city.stop();
	await page.reload();
	await expect(mine).toContainText(t('idea.shown'));
	await city.start();

	const other = await (await browser.newContext({ locale: 'es' })).newPage();
	await other.goto(here);
	const idea = other.locator('.idea');
	await expect(idea).toContainText(said);
	await expectNothingFound(other);
	await idea.getByRole('button', { name: t('neighbourhood.meToo') }).click();
	await expect(idea.locator('[role=status]')).toContainText(t('messages.track.sent'), {
		timeout: 20_000
	});

	await page.getByRole('button', { name: t('idea.takeBack') }).click();
	await expect(mine).toHaveCount(0);
	await expect
		.poll(async () => (await (await fetch(here)).text()).includes(said), { timeout: 20_000 })
		.toBe(false);
	await desk.close();
});

test('can be said without a script, with a code that takes it back', async ({ browser, page }) => {
	const desk = await aDesk(browser, setupLink);
	await tellAndSend(page, city.url, 'Espero horas en el médico.');
	const id = await openChallenge(desk, city.url, /médico/);
	const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await plain.goto(`${city.url}/es/neighbourhood/${id}/idea`);
	await plain.getByRole('button').last().click();
	// with neither words nor a recording there is nothing to send
	await expect(plain.getByLabel(t('voice.fileNeeded'))).toHaveAttribute('required');
	await plain.getByRole('link', { name: t('tell.check.change') }).click();
	await plain.getByLabel(t('idea.mine')).fill('<b>Un cartel</b>');
	await plain.getByRole('button').last().click();
	await expect(plain.locator('.words')).toHaveText('<b>Un cartel</b>');
	await plain.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(plain.getByRole('heading', { level: 1 })).toHaveText(t('sentPage.title'));
	const code = (await plain.locator('.letters').first().textContent()) ?? '';
	await desk.goto(`${city.url}/staff/challenges/${id}/ideas`);
	await expect(desk.locator('.boxes')).toContainText('<b>Un cartel</b>');
	await desk.getByRole('link', { name: words('ideas.look') }).click();
	await desk.locator('[name=reason]').fill('Ya hay <i>uno</i> en la puerta.');
	await desk.getByRole('button', { name: words('ideas.refuse') }).click();
	await expect(desk.getByText(words('ideas.done.refused'))).toBeVisible();
	await desk.close();

	// by the code she reads why it is not shown, without a script and with one, and takes it back
	const scripted = await (await browser.newContext()).newPage();
	const readBy = async (by: Page) => {
		await by.goto(`${city.url}/es/needs/find`);
		if (by === scripted) await untilAwake(by);
		await by.locator('[name=code]').fill(code);
		await by.getByRole('button', { name: t('find.show') }).click();
		await expect(by.getByText(t('idea.notShown'))).toBeVisible();
		await expect(by.getByText('Ya hay <i>uno</i> en la puerta.')).toBeVisible();
	};
	await readBy(plain);
	await readBy(scripted);
	await scripted.getByText(t('messages.withdraw.title')).click();
	await scripted.getByRole('button', { name: t('messages.withdraw.confirm') }).click();
	await expect
		.poll(
			async () => {
				await plain.goto(`${city.url}/es/needs/find`);
				await plain.locator('[name=code]').fill(code);
				await plain.getByRole('button', { name: t('find.show') }).click();
				return plain.getByText(t('find.unknown')).isVisible();
			},
			{ timeout: 20_000 }
		)
		.toBe(true);
});
