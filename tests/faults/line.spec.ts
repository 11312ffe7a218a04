/** A real browser on a bad line: what is not at the city is not called sent, and all of it arrives once. */
import { expect } from '@playwright/test';
import { wordsOf } from '../journeys/people.ts';
import { expectAllOnce, needsAt } from './city-on-line.ts';
import type { ChaosProxy, Fault } from './chaos-proxy.ts';
import { test } from './fault-test.ts';
import { memoryOf } from './phone-in-browser.ts';
import { tell } from './tell.ts';
import { expectWaits, openWaiting, sendAll, tryNow } from './waiting-message.ts';

const t = wordsOf('es');
const isSync = /^POST \/api\/sync/;

/** How often the phone was answered to the end at the door for submissions. */
const answered = (line: ChaosProxy) =>
	line.asked.filter(({ method, path, status }) => isSync.test(`${method} ${path}`) && status)
		.length;
/** How often it asked there, however that ended. */
const tried = (line: ChaosProxy) =>
	line.asked.filter(({ method, path, ended }) => isSync.test(`${method} ${path}`) && ended).length;

/** In a page: notes the timers that it sets after the last answer of the door for submissions. */
function noteWaits(): void {
	const noting = window as Window & { waits?: number[] };
	const { setTimeout: own, fetch: ask } = window;
	window.setTimeout = ((work: () => void, delay = 0) => {
		noting.waits?.push(delay);
		return own(work, delay);
	}) as typeof setTimeout;
	window.fetch = async (...asked) => {
		const answer = await ask(...asked);
		if (asked[0] === '/api/sync') noting.waits = [];
		return answer;
	};
}

/** In a page with `noteWaits`: how long it waits until its next try, in milliseconds; 0 before it knows. */
function longestWait(): number {
	const { waits = [] } = window as Window & { waits?: number[] };
	// a request may take 30 seconds
	return Math.max(0, ...waits.filter((wait) => wait !== 30_000));
}

const cuts: Fault[] = [
	'cut-before-city',
	'cut-within-request',
	'cut-after-answer',
	'cut-within-answer'
];

test('F2: a line that is cut before, within and after what the city says: not sent before the receipt, and once', async ({
	lab,
	phone
}) => {
	const { line, city } = lab;
	for (const [told, cut] of cuts.entries()) {
		line.heal();
		line.aim(isSync);
		line.always(cut);
		await tell(phone.page, line.url, `Cortado: ${JSON.stringify(cut)}`);
		await expect.poll(() => tried(line)).toBeGreaterThan(0);
		await expectWaits(phone.page);
		const arrived = (await needsAt(city)).length - lab.before.length - told;
		expect(arrived).toBe(cut === 'cut-after-answer' || cut === 'cut-within-answer' ? 1 : 0);
		line.heal();
		await sendAll(phone.page, line.url);
	}
	await expectAllOnce(phone.page, lab);
});

test('F3: a line that brings everything twice, and twenty times at once: one need, one receipt', async ({
	lab,
	phone
}) => {
	for (const fault of ['twice', 'twenty-times'] as const) {
		lab.line.aim(isSync);
		lab.line.always(fault);
		await tell(phone.page, lab.line.url, `Doblado: ${fault}`);
		await expect(phone.page.getByRole('heading', { level: 1 })).toHaveText(
			t('messages.track.sent')
		);
	}
	await expectAllOnce(phone.page, lab);
});

test('F8: a busy city is left the time that it asks for, an hour at most, and *try now* does not wait', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	const { page } = phone;
	await phone.forbidBackgroundSync();
	await page.addInitScript(noteWaits);
	const inTwoMinutes = new Date(Date.now() + 120_000).toUTCString();
	const asked: [said: string | undefined, least: number, most: number][] = [
		['120', 120_000, 120_000],
		[inTwoMinutes, 5_001, 120_000],
		['315360000', 3_600_000, 3_600_000],
		['when the moon is full', 2_500, 20_000],
		['-7', 2_500, 20_000],
		[undefined, 2_500, 20_000]
	];
	for (const [said, least, most] of asked) {
		line.heal();
		line.aim(isSync);
		line.always({ status: 429, headers: said === undefined ? {} : { 'retry-after': said } });
		await tell(page, line.url, `Ocupado: ${said}`);
		await expect.poll(() => answered(line)).toBeGreaterThan(0);
		const waits = () => page.evaluate(longestWait);
		await expect.poll(waits, `after ${said}`).toBeGreaterThanOrEqual(least);
		expect(await waits(), `after ${said}`).toBeLessThanOrEqual(most);
		await openWaiting(page, line.url);
		await expectWaits(page);
		// a tap joins the try that the page makes by itself, were that not over
		await expect.poll(waits).toBeGreaterThanOrEqual(2_500);
		line.heal();
		await tryNow(page);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
	}
	await expectAllOnce(page, lab);
});

test('F9: a city in trouble, however it says so: all is kept, and sent when it is well', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	line.aim(isSync);
	line.always({ status: 500 });
	await tell(phone.page, line.url, 'La ciudad está enferma.');
	for (const status of [500, 502, 503, 504, 408]) {
		line.always({ status });
		await openWaiting(phone.page, line.url);
		await tryNow(phone.page);
		await expectWaits(phone.page);
	}
	line.heal();
	await sendAll(phone.page, line.url);
	await expectAllOnce(phone.page, lab);
});

const portals: Record<string, Fault> = {
	'a login page': 'captive-portal',
	'a page elsewhere': { status: 302, headers: { location: 'http://localhost:9/login' } },
	'a page of its own status': { status: 511 },
	nothing: { status: 200, body: '' },
	'an empty object': { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
};

test('F11: a Wi-Fi that answers everything itself: Plaza opens from the phone, nothing is called sent, and later all is', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	line.always('captive-portal');
	await tell(phone.page, line.url, 'Estoy en la cafetería.');
	for (const portal of Object.values(portals)) {
		line.always(portal);
		await openWaiting(phone.page, line.url);
		await tryNow(phone.page);
		await expectWaits(phone.page);
	}
	line.heal();
	await sendAll(phone.page, line.url);
	await expectAllOnce(phone.page, lab);
});

test('F12: a black hole: the waiting ends after half a minute, and it is sent when the line is there', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	const { page } = phone;
	await phone.forbidBackgroundSync();
	await page.clock.install();
	line.aim(isSync);
	line.always('silence');
	await tell(page, line.url, 'No contesta nadie.');
	await expect.poll(() => line.held).toBe(1);
	await page.clock.runFor(20_000);
	expect(tried(line)).toBe(0);
	await page.clock.runFor(11_000);
	// the next try may have begun by now
	await expect.poll(() => tried(line)).toBeGreaterThan(0);
	await expectWaits(page);
	line.heal();
	await expect
		.poll(async () => {
			await page.clock.runFor(6_000);
			return answered(line);
		})
		.toBeGreaterThan(0);
	await expectAllOnce(page, lab);
});

test('F12: a city whose name or machine is not found: kept, and sent when it is', async ({
	lab,
	phone
}) => {
	const { page, context } = phone;
	for (const reason of ['namenotresolved', 'connectionrefused', 'addressunreachable'] as const) {
		const refuse = (route: { abort(reason: string): Promise<void> }) => route.abort(reason);
		await context.route('**/api/**', refuse);
		await tell(page, lab.line.url, `No se encuentra: ${reason}`);
		await openWaiting(page, lab.line.url);
		await tryNow(page);
		await expectWaits(page);
		await context.unroute('**/api/**', refuse);
		await sendAll(page, lab.line.url);
	}
	await expectAllOnce(page, lab);
});

test('F13: a browser that is wrong about the internet, either way, changes nothing', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	for (const [claim, fault] of [
		[false, 'none'],
		[true, 'cut-before-city']
	] as const) {
		await phone.page.addInitScript(
			(claim) => Object.defineProperty(navigator, 'onLine', { get: () => claim }),
			claim
		);
		line.heal();
		line.always(fault);
		await tell(phone.page, line.url, `Dice que ${claim}`);
		if (fault === 'none') {
			await expect.poll(async () => (await memoryOf(phone.page)).outbox).toEqual([]);
		} else await expectWaits(phone.page);
	}
	line.heal();
	await sendAll(phone.page, line.url);
	await expectAllOnce(phone.page, lab);
});
