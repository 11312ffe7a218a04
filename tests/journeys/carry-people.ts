/** What is carried without internet, in journeys: told, given as codes or as a file, taken by another phone. */
import { expect, type Page } from '@playwright/test';
import { photograph } from './camera.ts';
import { tellNeed, wordsOf } from './people.ts';

const t = wordsOf('es');

/** Does this phone know its city's keys, so that what it carries can be sealed? */
export function knowsCity(page: Page): Promise<boolean> {
	return page.evaluate(
		() =>
			new Promise<boolean>((done) => {
				const opening = indexedDB.open('plaza');
				opening.onsuccess = () => {
					const database = opening.result;
					const asked = database.transaction('facts').objectStore('facts').get('keys');
					asked.onsuccess = () => {
						database.close();
						done(asked.result !== undefined);
					};
				};
			})
	);
}

/** She tells something, and it waits on her phone. */
export async function tell(page: Page, words: string): Promise<void> {
	await tellNeed(page, 'es', words);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.phone'));
}

/** Opens a screen of the page that carries. */
export async function openScreen(
	page: Page,
	origin: string,
	screen: 'give' | 'take' | 'arrived' | 'bring'
): Promise<void> {
	await page.goto(`${origin}/es/carry`);
	await page.locator(`#start a[href="#${screen}"]`).click();
	await expect(page.locator(`#${screen} h1`)).toBeVisible();
}

/** The pictures of all codes on the screen, as each stands there. */
export async function codesOn(page: Page, screen: 'give' | 'bring'): Promise<Buffer[]> {
	const here = page.locator(`#${screen}`);
	await expect(here.locator('.code svg')).toBeVisible();
	const shown: Buffer[] = [];
	const stop = here.getByRole('button', { name: t('shell.stop'), exact: true });
	if (!(await stop.isVisible())) return [await photograph(here.locator('.code'))];
	await stop.click();
	const number = here.getByText(/^Código \d+ de \d+$/);
	const of = Number((await number.textContent())?.match(/\d+$/)?.[0]);
	for (let count = 0; count < of; count++) {
		shown.push(await photograph(here.locator('.code')));
		const before = await number.textContent();
		await here.getByRole('button', { name: t('scan.nextCode') }).click();
		await expect(number).not.toHaveText(before ?? '');
	}
	return shown;
}

/** Begins to scan on this screen. */
export async function scan(page: Page, screen: 'take' | 'arrived'): Promise<void> {
	await page
		.locator(`#${screen}`)
		.getByRole('button', { name: t('scan.scan') })
		.click();
}

/** What waits on a phone, as the file that it gives, kept at this path. Gives the name that it was given. */
export async function giveFile(page: Page, origin: string, path: string): Promise<string> {
	await page.goto(`${origin}/es/carry#give`);
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: /^Guardar el archivo/ }).click()
	]);
	await download.saveAs(path);
	return download.suggestedFilename();
}

/** For one phone only; the city goes on. */
export async function withoutInternet(...phones: Page[]): Promise<void> {
	for (const phone of phones) await phone.context().setOffline(true);
}

/** It comes to where there is internet again. */
export async function withInternet(phone: Page): Promise<void> {
	await phone.context().setOffline(false);
}
