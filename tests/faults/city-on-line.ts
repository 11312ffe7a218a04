/** A city as it runs in production, the line in front of it, and what it has when all is over. */
import { expect, type Browser, type Page } from '@playwright/test';
import { openDatabase } from '../../src/lib/server/database.ts';
import { runningPostgresUrl } from '../../src/lib/server/postgres.ts';
import { CityServer } from '../journeys/city-server.ts';
import { setUpCity } from '../journeys/people.ts';
import { openChaosProxy, type ChaosProxy } from './chaos-proxy.ts';
import { memoryOf } from './phone-in-browser.ts';

export type CityOnLine = {
	city: CityServer;
	line: ChaosProxy;
	/** What the city had before the test that runs. */
	before: Arrived[];
	remove: () => Promise<void>;
};

/** Founds a city and opens a line to it. */
export async function cityOnLine(browser: Browser): Promise<CityOnLine> {
	const { city, setupLink } = await CityServer.found({ ownPostgres: true });
	const page = await browser.newPage();
	await setUpCity(page, setupLink);
	await page.close();
	const line = await openChaosProxy(city.url);
	return {
		city,
		line,
		before: [],
		remove: () => {
			line.close();
			return city.remove();
		}
	};
}

/** A submission that arrived, as the city keeps it. */
export type Arrived = { id: string; sha256: string; made_at: string; received_at: Date };

/** The needs that this city has, in its own order. */
export async function needsAt(city: CityServer): Promise<Arrived[]> {
	const db = openDatabase(city.databaseUrl || (runningPostgresUrl(city.dataFolder) ?? ''));
	try {
		const twice = await db.selectFrom('conflicts').select('id').execute();
		expect(twice, 'told twice in different words').toEqual([]);
		return await db
			.selectFrom('submissions')
			.innerJoin('needs', 'needs.id', 'submissions.id')
			.select(['submissions.id', 'sha256', 'made_at', 'submissions.received_at'])
			.orderBy('needs.number')
			.execute();
	} finally {
		await db.destroy();
	}
}

/**
 * Waits until everything that was told on this phone is at the city, each once, with the city's receipt for just that;
 * and nothing else came since. Gives it in the city's order.
 */
export async function expectAllOnce(page: Page, { city, before }: CityOnLine): Promise<Arrived[]> {
	await expect.poll(async () => (await memoryOf(page)).outbox, { timeout: 30_000 }).toEqual([]);
	const { needs, receipts } = await memoryOf(page);
	const others = new Set(before.map(({ id }) => id));
	const arrived = (await needsAt(city)).filter(({ id }) => !others.has(id));
	const told = identities(needs);
	expect(identities(arrived)).toEqual(told);
	expect(identities(receipts)).toEqual(told);
	return arrived;
}

const identities = (each: { id: string; sha256: string }[]) =>
	each.map(({ id, sha256 }) => `${id} ${sha256}`).sort();
