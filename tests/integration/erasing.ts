// Needs that are told, and staff who erase them by four eyes.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect } from 'vitest';
import { deriveSecrets, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { tablesOf } from '../../src/lib/server/backup/tables.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { aNeed, newSecrets } from './invented.ts';
import { hashOf, itemOf, photo } from './media-made.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

export const reason = 'A neighbour is named who does not want it';
export const words = 'Hortensia needs a ramp at number seven';
export const trace = /hortensi|ramp|number seven/i;
export let city: StaffCity;
export let ana: Browser;
export let bea: Browser;

/** A need with a photo, an answer, a conflict and a public reply: all the places where words of it lie. */
export async function tellNeed(said = words) {
	const code = makeReceiptCode(randomBytes(10));
	const secrets = deriveSecrets(code);
	const picture = await photo('#0B6E6E', 320, 240);
	const need = aNeed(said, { secrets, media: [itemOf(picture, 'image/jpeg')] as never });
	const send = async (submissions: unknown[]) =>
		(await receive(city, { v: 1, submissions }, new Date())).results;
	await send([need]);
	await receivePiece(city.door.media, hashOf(picture), 0, picture);
	await send([need, aNeed(`${words} too`, { id: need.id, secrets: newSecrets() })]);
	await makeSearchable(city.db);
	const page = `/staff/needs/${need.id}`;
	const { data } = await ana.open(page);
	const seen = String(data.need.changedAt.getTime());
	const reply = { seen, kind: 'answered', words: 'Hortensia gets her ramp', lang: 'en' };
	expect((await ana.post(`${page}?/reply`, reply)).status).toBe(303);
	const file = fileOf(need.id);
	// whoever asks for it no more may erase the need meanwhile
	await file;
	return { need, code, secrets, send, number: String(data.need.number), file };
}

export async function fileOf(id: string): Promise<string> {
	const row = await city.db
		.selectFrom('media')
		.select('shown')
		.where('submission', '=', id)
		.executeTakeFirstOrThrow();
	return pathOf(city.dataFolder, row.shown ?? '');
}

/** Everything that a dump of a database would hold. */
export async function everything(db = city.db): Promise<string> {
	const rows = await Promise.all(
		(await tablesOf(db)).map((table) => sql`select t::text from ${sql.table(table)} t`.execute(db))
	);
	return JSON.stringify(rows.map((result) => result.rows));
}

export async function ask(number: string, browser = ana) {
	return browser.post('/staff/erasures?/ask', { number, reason });
}

export async function openErasure(number: string, browser = bea) {
	const { data } = await browser.open('/staff/erasures');
	return data.erasures.find(
		(each: { number: string; isOpen: boolean }) => each.number === number && each.isOpen
	);
}

/** Before the tests of a file a city opens; it closes after them. */
export function openErasing(): void {
	beforeAll(async () => {
		city = await openStaffCity();
		for (const name of ['ana', 'bea']) await city.addMember(`${name}@city.example`);
		await city.addMember('carla@city.example', 'moderator');
		[ana, bea] = [openBrowser(), openBrowser()];
		await ana.signIn('ana@city.example', password);
		await bea.signIn('bea@city.example', password);
	});
	afterAll(async () => {
		await cleaningEnded();
		await city.close();
	});
}
