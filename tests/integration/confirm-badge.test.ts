/** Who works for the city finds a badge by what its holder shows, and confirms that she saw it done alone. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badgeText, holderOf, type BadgeFacts } from '../../src/lib/domain/badge.ts';
import { badgeNumber } from '../../src/lib/domain/badge-number.ts';
import { addressOf, writeBadge } from '../../src/lib/domain/held-badge.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { signText } from '../../src/lib/server/signature.ts';
import { aBadge } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const name = 'Hortensia Canario';
const salt = 'abcdefghijklmnopqrstuv';

let city: StaffCity;
let browser: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
});
afterAll(() => city.close());

/** A badge that somebody has on her phone: its number, and what its code says. */
async function shown(): Promise<{
	number: string;
	code: string;
	facts: Omit<BadgeFacts, 'confirmed'>;
}> {
	const envelope = aBadge(holderOf(name, salt));
	await receive(city, { v: 1, submissions: [envelope] }, new Date());
	const row = await city.db
		.selectFrom('badges')
		.selectAll()
		.where('id', '=', envelope.id)
		.executeTakeFirstOrThrow();
	const issuedAt = Math.floor(row.issued_at.getTime() / 1000);
	const facts = { ...envelope.body, status: Number(row.status), issuedAt };
	const written = writeBadge({ ...facts, signature: row.signature, name, salt });
	const code = addressOf('https://plaza.test', 'es', written);
	return { number: badgeNumber(facts), code, facts };
}

const find = (number: string) => browser.post('/staff/badges?/find', { number });
const confirm = (number: string) => browser.post('/staff/badges?/confirm', { number });

describe('a badge at the desk', () => {
	it('is found by its number or by its code, whose name goes no further', async () => {
		const { number, code } = await shown();
		for (const given of [number, number.toLowerCase().replace('-', ' '), code]) {
			const answer = await find(given);
			expect(answer).toMatchObject({ status: 303 });
			expect(answer.location).toBe(`/staff/badges?number=${number}#found`);
			const { data } = await browser.open(answer.location ?? '');
			expect(data.found).toMatchObject({ number, title: expect.stringMatching(/./) as string });
			expect(JSON.stringify([answer, data])).not.toMatch(new RegExp(`${name}|${salt}`));
		}
	});

	it('is confirmed by whoever saw it, with her name and the account that she used', async () => {
		const { number } = await shown();
		const answer = await confirm(number);
		expect(answer.location).toBe(`/staff/badges?number=${number}&confirmed#found`);
		const { data } = await browser.open(answer.location ?? '');
		expect(data.found.confirmed.by).toMatch(/^Name of ana@city\.example, /);
		const rows = await city.db.selectFrom('badge_confirmations').selectAll().execute();
		const ana = await city.db.selectFrom('staff').select('id').executeTakeFirstOrThrow();
		expect(rows.at(-1)).toMatchObject({ staff: ana.id, witness: data.found.confirmed.by });
		expect(await confirm(number)).toMatchObject({ status: 409, data: { refused: 'before' } });
	});

	it('of another city, with a slip of the pen, or no badge at all is each its own answer, and gives nothing typed back', async () => {
		const { number, facts } = await shown();
		const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const signature = `elsewhere.${signText(privateKey, badgeText(facts))}`;
		const foreign = writeBadge({ ...facts, name, salt, signature });
		const answers = [
			[addressOf('https://other.test', 'es', foreign), 404, 'other-city'],
			[number.replace(/^/, '1'), 404, 'unknown'],
			['what is this', 400, 'number']
		] as const;
		for (const [given, status, problem] of answers)
			expect(await find(given)).toMatchObject({ status, data: { find: problem } });
		expect((await find(answers[0][0])).data).toEqual({ find: 'other-city' });
		expect(await confirm(number.slice(0, -1))).toMatchObject({ status: 404 });
		expect((await browser.open('/staff/badges?number=1-AAAA')).data.isUnknown).toBe(true);
	});

	it('is neither found nor confirmed by somebody who is not signed in', async () => {
		const { number } = await shown();
		for (const action of ['find', 'confirm']) {
			const answer = await openBrowser().post(`/staff/badges?/${action}`, { number });
			expect(answer.location).toMatch(/^\/staff\/sign-in/);
		}
		expect((await browser.open(`/staff/badges?number=${number}`)).data.found.confirmed).toBeNull();
	});
});
