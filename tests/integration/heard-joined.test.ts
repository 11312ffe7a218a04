// Who is heard, in threads: an answer to the need that leads is an answer to everybody who is joined to it.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countHeard } from '../../src/lib/server/heard-count.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
});
afterAll(() => city.close());

async function answered() {
	await countHeard(city.db, new Date());
	const { data } = await browser.open('/staff/heard?weeks=4');
	return data.heard.weeks.at(-1)?.answered;
}

test('whoever is joined to an answered need is answered too, and no more when that one is open again', async () => {
	const told = Array.from({ length: 12 }, () => aNeed('No hay wifi'));
	await receive(city, { v: 1, submissions: told }, new Date());
	const root = told[0]?.id;
	await sql`
		update needs set state = 'joined', joined_to = ${root} where id <> ${root}`.execute(city.db);
	// joined long ago, and the one that leads came in another week: nothing of this week changes from here on
	await sql`update needs set changed_at = now() - interval '1 day'`.execute(city.db);
	await sql`
		update needs set received_at = received_at - interval '1 week' where id = ${root}`.execute(city.db);
	expect(await answered()).toBeNull();
	const lead = (state: string) =>
		sql`update needs set state = ${state}, changed_at = now() where id = ${root}`.execute(city.db);
	await lead('answered');
	expect(await answered()).toBe(10);
	await lead('in work');
	expect(await answered()).toBeNull();
	await lead('declined');
	expect(await answered()).toBe(10);
});
