/** Somebody stands at the desk with her receipt code. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	deriveSecrets,
	groupReceiptCode,
	makeReceiptCode
} from '../../src/lib/domain/receipt-code.ts';
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

describe('A receipt code at the desk', () => {
	test('opens its need, however it is typed, and stands neither in an address nor in the log', async () => {
		const code = makeReceiptCode(crypto.getRandomValues(new Uint8Array(10)));
		const need = aNeed('Con recibo', { secrets: deriveSecrets(code) });
		const { id } = need;
		await receive(city, { v: 1, submissions: [need] }, new Date());
		for (const typed of [
			code,
			groupReceiptCode(code).toLowerCase(),
			` ${code.replace(/0/g, 'o')} `
		]) {
			const answer = await browser.post('/staff?/find', { code: typed });
			expect(answer).toMatchObject({ status: 303, location: `/staff/needs/${id}` });
		}
		// each look stands in the log, the code in none of its rows
		const rows = await city.db
			.selectFrom('activity')
			.selectAll()
			.where('action', '=', 'need.found')
			.execute();
		expect(rows.map(({ subject, detail }) => [subject, detail])).toEqual(
			Array(3).fill([`need:${id}`, {}])
		);
	});

	test.each([
		['', 'code'],
		['1234', 'code'],
		['7ZJ4 Q0M2 RWTC 9XKU', 'code'],
		['0000 0000 0000 0000', 'code-unknown']
	])('"%s" is sent back with a sentence and as it was typed', async (code, problem) => {
		const answer = await browser.post('/staff?/find', { code });
		expect(answer).toMatchObject({ status: 404, data: { code, problem } });
	});

	test('is not looked up for somebody who is not signed in', async () => {
		expect((await openBrowser().post('/staff?/find', { code: 'x' })).status).toBe(303);
	});
});
