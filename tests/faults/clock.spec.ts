/** Phones whose clocks are wrong, or stand in another zone: what they send arrives, and their time is never an order. */
import { expect } from '@playwright/test';
import { wordsOf } from '../journeys/people.ts';
import { expectAllOnce } from './city-on-line.ts';
import { test } from './fault-test.ts';
import { tell } from './tell.ts';

const t = wordsOf('es');
const year = 365 * 24 * 60 * 60 * 1000;

test('F26: a clock that is two years ahead, two years late, in 1970, and jumps while a message waits', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	const { page } = phone;
	await phone.forbidBackgroundSync();
	const now = Date.now();
	await page.clock.install({ time: now });
	const clocks = [now + 2 * year, now - 2 * year, 5_000];
	for (const clock of clocks) {
		await page.clock.setSystemTime(clock);
		await tell(page, line.url, `Mi reloj dice ${clock}`);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
	}
	// told by a clock of tomorrow, sent by one of yesterday
	line.always('cut-before-city');
	await page.clock.setSystemTime(now + 2 * year);
	await tell(page, line.url, 'Mi reloj salta');
	line.heal();
	await page.clock.setSystemTime(now - 2 * year);
	await page.goto(`${line.url}/es/needs`);

	const arrived = await expectAllOnce(page, lab);
	const told = arrived.map(({ made_at }) => Date.parse(made_at));
	for (const [at, clock] of [...clocks, now + 2 * year].entries()) {
		expect(Math.abs((told[at] ?? 0) - clock)).toBeLessThan(10 * 60_000);
	}
	for (const { received_at } of arrived) {
		expect(received_at.getTime()).toBeGreaterThanOrEqual(now - 1000);
		expect(received_at.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
	}
	// the city's order is that in which they came, and the phone shows the city's time where it says "sent"
	const times = arrived.map(({ received_at }) => received_at.getTime());
	expect(times).toEqual(times.toSorted((a, b) => a - b));
});

const instants: [zone: string, instant: string][] = [
	['Pacific/Kiritimati', '2028-02-29T11:30:00.000Z'],
	['Etc/GMT+12', '2028-03-01T11:30:00.000Z'],
	// an hour that does not exist in Madrid, and one that comes twice
	['Europe/Madrid', '2027-03-28T01:00:30.000Z'],
	['Europe/Madrid', '2026-10-25T01:30:00.000Z'],
	['America/Sao_Paulo', '2027-12-31T23:59:50.000Z']
];

test('F27: at the ends of the world, on 29 February and in the hours of the time change the instant is the same', async ({
	lab,
	phone
}) => {
	const { page } = phone;
	await phone.forbidBackgroundSync();
	const browser = await phone.context.newCDPSession(page);
	await page.clock.install();
	for (const [timezoneId, instant] of instants) {
		await browser.send('Emulation.setTimezoneOverride', { timezoneId });
		await page.clock.setSystemTime(instant);
		await tell(page, lab.line.url, `Aquí en ${timezoneId}`);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('messages.track.sent'));
	}
	const arrived = await expectAllOnce(page, lab);
	for (const [at, [, instant]] of instants.entries()) {
		const late = Date.parse(arrived[at]?.made_at ?? '') - Date.parse(instant);
		expect(late).toBeGreaterThanOrEqual(0);
		expect(late).toBeLessThan(10 * 60_000);
	}
});
