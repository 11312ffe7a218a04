/** A badge: asked for without internet, given by the city, checked on another phone without internet. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { CityServer } from './city-server.ts';
import { setUpCity, tapTryNow, untilKept, watchBehaviour, wordsOf } from './people.ts';

const t = wordsOf('es');
const module = 'scam-messages';

/** As if she had done every lesson of the module alone. */
async function practisedAlone(page: Page): Promise<void> {
	await page.goto(new URL(`/es/learn/${module}`, page.url()).href);
	const links = page.locator('main ol a.card');
	await expect(links).toHaveCount(3);
	const steps: { lesson: string; step: string }[] = [];
	for (const href of await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
		const [, lesson = ''] = /learn\/([^#?]+)/.exec(href ?? '') ?? [];
		const text = await (
			await page.request.get(`${new URL(page.url()).origin}/es/learn/${lesson}`)
		).text();
		for (const [, step = ''] of text.matchAll(/<section[^>]* id="([a-z0-9-]+)"/g)) {
			steps.push({ lesson, step });
		}
	}
	await page.evaluate(async (done) => {
		const opening = indexedDB.open('plaza');
		await new Promise((opened) => (opening.onsuccess = opened));
		const writing = opening.result.transaction(['steps', 'attempts'], 'readwrite');
		const alone = { result: 'reached', rule: 'task', misses: 0, hints: 0, dontKnow: 0, seconds: 9 };
		for (const [at, each] of done.entries()) {
			writing.objectStore('steps').put({ ...each, doneAt: 1 });
			const when = { day: '2026-03-01', endedAt: 1 };
			writing.objectStore('attempts').put({ id: `try ${at}`, ...each, ...alone, ...when });
		}
		await new Promise((written) => (writing.oncomplete = written));
		opening.result.close();
	}, steps);
}

/** Does this phone know the city's keys, and its word on badges? */
function knowsCity(page: Page): Promise<boolean> {
	return page.evaluate(async () => {
		const opening = indexedDB.open('plaza');
		await new Promise((opened) => (opening.onsuccess = opened));
		const asked = opening.result.transaction('facts').objectStore('facts').get('keys');
		await new Promise((answered) => (asked.onsuccess = answered));
		opening.result.close();
		const fact = asked.result as { value: { badges?: unknown } } | undefined;
		return fact?.value.badges !== undefined;
	});
}

test('a badge is asked for without internet, comes from the city, and is checked by anybody without it', async ({
	browser
}) => {
	const { city, setupLink } = await CityServer.found();
	const desk = await browser.newPage();
	await setUpCity(desk, setupLink);
	const small = { viewport: { width: 320, height: 568 }, locale: 'es' };
	const [hers, other] = [await browser.newContext(small), await browser.newContext(small)];
	const faults = [watchBehaviour(hers), watchBehaviour(other)];
	const [page, checker] = [await hers.newPage(), await other.newPage()];
	for (const each of [page, checker]) {
		await each.goto(`${city.url}/es`);
		await untilKept(each, 'es');
	}
	// whoever checks has been there once with internet
	await expect.poll(() => knowsCity(checker)).toBe(true);

	await practisedAlone(page);
	await city.stop();
	await page.goto(`${city.url}/es/learn/${module}`);
	await page.getByRole('link', { name: t('learn.proof') }).click();
	await page.getByRole('textbox', { name: t('proof.nameLabel') }).fill('Fátima Ben Ali');
	await page.getByRole('button', { name: t('proof.send') }).click();
	await expect(page.getByRole('status').first()).toContainText(t('proof.waitingPhone'));

	await city.start();
	await tapTryNow(page, 'es');
	const proof = page.locator('article');
	await expect(proof).toContainText('Fátima Ben Ali');
	await expect(proof).toContainText(t('proof.alone'));
	const saved = page.waitForEvent('download');
	await page.getByRole('button', { name: t('proof.file') }).click();
	const file = await (await saved).path();
	const address = await page.evaluate(() =>
		document.querySelector('article a')?.getAttribute('href')
	);
	expect(address).toMatch(/\/es\/badge#1\.f\./);

	// without internet, on the other phone
	await city.stop();
	await checker.goto(address ?? '');
	await expect(checker.getByRole('heading', { level: 1 })).toHaveText(t('checkProof.good'));
	await expect(checker.locator('main')).toContainText('Fátima Ben Ali');
	await expect(checker.locator('main')).toContainText(t('checkProof.asOf').split('{{')[0] ?? '');
	expect(checker.url()).not.toContain('#');
	await checker.goto('about:blank');
	await checker.goto((address ?? '').replace(module, 'first-touches'));
	await expect(checker.getByRole('heading', { level: 1 })).toHaveText(t('checkProof.changed'));
	await checker.getByRole('button', { name: t('scan.again') }).click();
	await checker.locator('input[type=file]:not([capture])').setInputFiles(file);
	await expect(checker.getByRole('heading', { level: 1 })).toHaveText(t('checkProof.good'));
	expect(readFileSync(file, 'utf8')).toContain('"credential"');
	expect(faults.flat()).toEqual([]);
	await city.remove();
});
