/** Several tabs of one phone: one of them sends, and none that fell asleep keeps the others from it. */
import { expect } from '@playwright/test';
import { expectAllOnce, needsAt } from './city-on-line.ts';
import { test } from './fault-test.ts';
import { memoryOf } from './phone-in-browser.ts';
import { tell } from './tell.ts';

const isSync = /^POST \/api\/sync/;

test('F25: three tabs that all hear of the internet at once send one after the other, each message once', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	await phone.forbidBackgroundSync();
	line.always('cut-before-city');
	for (const n of [1, 2, 3]) await tell(phone.page, line.url, `Pestaña ${n}`);
	const tabs = [phone.page, await phone.context.newPage(), await phone.context.newPage()];
	for (const tab of tabs) {
		await tab.goto(`${line.url}/es/needs`);
		await expect(tab.locator('main a.card')).toHaveCount(3);
	}
	line.heal();
	await Promise.all(tabs.map((tab) => tab.evaluate(() => dispatchEvent(new Event('online')))));
	await expectAllOnce(phone.page, lab);
	const sent = line.asked.filter(({ method, path }) => isSync.test(`${method} ${path}`));
	expect(sent.length).toBeGreaterThan(0);
	const overlaps = sent.filter(({ began }, at) => began < (sent[at - 1]?.ended ?? 0));
	expect(overlaps).toEqual([]);
});

test('F25: a tab that fell asleep while it sends is relieved after two minutes, and its message arrives once', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	await phone.forbidBackgroundSync();
	line.aim(isSync);
	line.plan('silence-after-answer');
	await tell(phone.page, line.url, 'Me he dormido.');
	await expect.poll(() => line.held).toBe(1);
	const sleeper = await phone.context.newCDPSession(phone.page);
	await sleeper.send('Page.setWebLifecycleState', { state: 'frozen' });

	const other = await phone.context.newPage();
	await other.clock.install();
	await other.goto(`${line.url}/es/needs`);
	await expect(other.locator('main a.card')).toHaveCount(1);
	await other.clock.runFor(60_000);
	expect((await memoryOf(other)).outbox).toHaveLength(1);
	await expect
		.poll(async () => {
			await other.clock.runFor(10_000);
			return (await memoryOf(other)).outbox;
		})
		.toEqual([]);
	expect(await needsAt(lab.city)).toHaveLength(lab.before.length + 1);
	await sleeper.send('Page.setWebLifecycleState', { state: 'active' });
	await expectAllOnce(other, lab);
});
