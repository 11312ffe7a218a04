/** *I am finished* on a shared phone, killed in the middle: the next start ends it, and nothing that waited is lost. */
import { expect } from '@playwright/test';
import { everythingKept } from '../journeys/phone-memory.ts';
import { makeShared } from '../journeys/people.ts';
import { needsAt } from './city-on-line.ts';
import { test } from './fault-test.ts';
import { memoryOf } from './phone-in-browser.ts';
import { tapAndStop } from './stop-at-step.ts';
import { tell } from './tell.ts';

const words = 'Canario: mi vecina Hortensia';

// the steps of a leaving that is noted: read, sealed, written, cleared
for (const step of [1, 4, 8, 11, 15]) {
	test(`F43: the phone dies at step ${step} of leaving it: the next start leaves nothing readable, and the message arrives once`, async ({
		lab,
		phone
	}) => {
		const { line, city, before } = lab;
		await makeShared(phone.page, line.url, 'es');
		line.always('cut-before-city');
		await tell(phone.page, line.url, words);
		await expect(phone.page.locator('.finished')).toBeVisible();
		await tapAndStop(phone.page, '.finished', step, 'leaving');
		await phone.losePages();

		await phone.page.goto(`${line.url}/es`);
		await expect(phone.page).toHaveURL(/\/who$/);
		expect(await everythingKept(phone.page, phone.context)).not.toMatch(/Canario|Hortensia/);
		expect((await memoryOf(phone.page)).outbox).toMatchObject([{ envelope: null }]);
		await phone.page.goto(`${line.url}/es/needs`);
		await expect(phone.page.locator('main')).not.toContainText('Canario');

		line.heal();
		await phone.page.reload();
		await expect.poll(async () => (await memoryOf(phone.page)).outbox).toEqual([]);
		expect(await needsAt(city)).toHaveLength(before.length + 1);
	});
}
