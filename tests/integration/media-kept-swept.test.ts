/** Media that nothing refers to go by themselves: when the city starts and every hour, and whatever goes wrong is said. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { cityWithDoor } from './city-with-door.ts';
import { logger } from '../../src/lib/server/log.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { keepSwept, sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { openTestDatabase } from './database.ts';
import { aNeed, newHome } from './invented.ts';
import { hashOf } from './media-made.ts';

const hour = 60 * 60 * 1000;
const city = cityWithDoor();
const here = () => city.door.city;

beforeAll(async () => {
	await receive(here(), { v: 1, submissions: [aNeed('Hay media aquí.')] }, new Date());
});
beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	vi.spyOn(logger, 'info').mockImplementation(() => undefined);
	vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

function orphan(): string {
	const path = pathOf(here().dataFolder, hashOf(randomBytes(10)));
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, 'nobody knows these bytes');
	return path;
}

const untilSwept = (path: string) =>
	vi.waitFor(() => expect(existsSync(path)).toBe(false), { timeout: 10_000 });

it('go at once and every hour, until it is ended', async () => {
	const first = orphan();
	const end = keepSwept(here().db, here().dataFolder);
	await untilSwept(first);
	const second = orphan();
	vi.advanceTimersByTime(hour);
	await untilSwept(second);
	await end();
	expect(logger.info).toHaveBeenCalledTimes(2);
	expect(logger.info).toHaveBeenCalledWith({ files: 1 }, expect.stringContaining('swept'));
	expect(vi.getTimerCount()).toBe(0);
	expect(logger.warn).not.toHaveBeenCalled();
});

it.each(['whole', 'arriving', 'draft'])(
	'are gone when the sweep is over, not after it: %s',
	async (kind) => {
		const name = hashOf(randomBytes(12));
		const path = {
			whole: pathOf(here().dataFolder, name),
			arriving: join(here().dataFolder, 'media/arriving', name),
			draft: `${pathOf(here().dataFolder, name)}.draft`
		}[kind];
		mkdirSync(dirname(path ?? ''), { recursive: true });
		writeFileSync(path ?? '', 'nobody knows these bytes');
		utimesSync(path ?? '', 0, 0);
		const swept = await sweepMedia(here().db, here().dataFolder);
		// asked before anything else is awaited
		const isThere = existsSync(path ?? '');
		expect(swept).toBe(1);
		expect(isThere).toBe(false);
	}
);

it('are not spoken of where there are none', async () => {
	await keepSwept(here().db, here().dataFolder)();
	expect(logger.info).not.toHaveBeenCalled();
	expect(logger.warn).not.toHaveBeenCalled();
});

it('stay when it is ended before, and it is over when it says so', async () => {
	const [first, second] = [orphan(), orphan()];
	const before = await openTestDatabase();
	await receive({ ...here(), db: before.db }, { v: 1, submissions: [aNeed('Igual.')] }, new Date());
	await keepSwept(before.db, here().dataFolder)();
	// a sweep that still ran would find no database now
	await before.close();
	await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0));
	expect([first, second].every(existsSync)).toBe(true);
	expect(logger.warn).not.toHaveBeenCalled();
});

it('of another city’s database are not touched, and this is said', async () => {
	const path = orphan();
	const other = await openTestDatabase();
	const stranger = { db: other.db, ...newHome() };
	await receive(stranger, { v: 1, submissions: [aNeed('De otra ciudad.')] }, new Date());
	await keepSwept(other.db, here().dataFolder)();
	await other.close();
	expect(existsSync(path)).toBe(true);
	expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining('other keys'));
	expect(logger.info).not.toHaveBeenCalled();
});

it('stay while the database cannot be asked; the reason is said, and nothing ends', async () => {
	const path = orphan();
	const gone = await openTestDatabase();
	await gone.close();
	await keepSwept(gone.db, here().dataFolder)();
	expect(existsSync(path)).toBe(true);
	expect(logger.warn).toHaveBeenCalledWith(
		{ reason: expect.any(String) },
		expect.stringContaining('not swept yet')
	);
});
