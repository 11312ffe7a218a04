/** What a trainer told for others stands in the inbox as such, and beside the need. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Told } from '../../src/lib/domain/need.ts';
import type { InboxCounts } from '../../src/lib/domain/inbox.ts';
import { eraseNeeds } from '../../src/lib/server/needs.ts';
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
	// one that a person told herself
	const own = aNeed('Falta luz', { body: { topic: 'safety' } });
	await receive(city, { v: 1, submissions: [own] }, new Date());
});
afterAll(() => city.close());

async function open(query: string) {
	const { data } = await browser.open(`/staff?${query}`);
	return {
		ids: data.inbox.rows.map(({ id }: { id: string }) => id) as string[],
		counts: data.inbox.counts as InboxCounts
	};
}

describe('What a trainer told for others', () => {
	const others: [Told, number][] = [
		[{ how: 'group', people: 12 }, 3],
		[{ how: 'behalf' }, 2],
		[{ how: 'paper', writtenOn: '2026-02-28' }, 1]
	];
	const ids = new Map<string, string>();

	beforeAll(async () => {
		for (const [told, many] of others) {
			for (let index = 0; index < many; index++) {
				const need = aNeed(`Entre todos ${index}`, { body: { topic: 'access', told } });
				await receive(city, { v: 1, submissions: [need] }, new Date());
				ids.set(told.how, need.id);
			}
		}
	});

	test('is found by how it was told, and counted', async () => {
		for (const [{ how }, many] of others) {
			const { ids, counts } = await open(`told=${how}&q=entre+todos`);
			expect([ids.length, counts.total]).toEqual([many, many]);
			expect(counts.told).toEqual(
				new Map([['', 6], ...others.map(([told, count]): [string, number] => [told.how, count])])
			);
		}
		const { counts } = await open('told=group');
		expect(counts.city).toBe((await open('')).counts.city);
		expect(counts.topic.get('access')).toBe(3);
		expect((await open('told=dreamt&q=entre+todos')).ids).toHaveLength(6);
	});

	test('says so beside the need, with the people and the day on the paper, until it is taken back', async () => {
		for (const [told] of others) {
			const { data } = await browser.open(`/staff/needs/${ids.get(told.how)}`);
			expect(data.need.told).toEqual(told);
		}
		const id = ids.get('group') ?? '';
		await city.db.transaction().execute((trx) => eraseNeeds(trx, [id], new Date()));
		expect((await browser.open(`/staff/needs/${id}`)).data.need.told).toBeNull();
	});
});
