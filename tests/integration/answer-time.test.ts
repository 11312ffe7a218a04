/** After how many days the city usually answers: chosen by an admin, and by it needs are due where nobody promised a day. */
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { setStaffWords } from '../../src/lib/i18n/context.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import { receive } from '../../src/lib/server/receive.ts';
import SettingsPage from '../../src/routes/staff/settings/answer-time/+page.svelte';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const page = '/staff/settings/answer-time';
const day = 24 * 60 * 60 * 1000;

let city: StaffCity;
let admin: Browser;
let adminId: string;

beforeAll(async () => {
	city = await openStaffCity();
	adminId = (await city.addMember('ana@city.example', 'admin')).id;
	admin = openBrowser();
	await admin.signIn('ana@city.example', password);
});
afterAll(() => city.close());

/** Tells a need now, and gives its page and after how many days it is due. */
async function tell() {
	const need = aNeed('Hace falta sombra');
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return `/staff/needs/${need.id}`;
}

async function dueAfter(need: string): Promise<number> {
	const { dueAt, receivedAt } = (await admin.open(need)).data.need;
	return (dueAt.getTime() - receivedAt.getTime()) / day;
}

const logged = async () =>
	city.db
		.selectFrom('activity')
		.select(['staff', 'action', 'detail'])
		.where('subject', '=', 'settings:answer-time')
		.orderBy('seq')
		.execute();

const save = async (days: string) => admin.save(page, { days });

test('an admin chooses it for the needs that come from then on; the others stay due when they were', async () => {
	expect((await admin.open(page)).data).toMatchObject({ days: 30, saved: false });
	const before = await tell();
	expect((await save(' 12 ')).location).toBe(`${page}?saved`);
	expect((await admin.open(`${page}?saved`)).data).toMatchObject({ days: 12, saved: true });
	const after = await tell();
	expect([await dueAfter(before), await dueAfter(after)]).toEqual([30, 12]);
	// where a promise is taken back, it is due by the days that are usual by then
	const promised = new Date(Date.now() + 40 * day).toISOString().slice(0, 10);
	await admin.post(`${before}?/promise`, { date: promised, was: '' });
	await admin.post(`${before}?/promise`, { none: '', was: promised });
	expect(await dueAfter(before)).toBe(12);
	expect(await logged()).toEqual([
		{ staff: adminId, action: 'settings.changed', detail: { from: 30, to: 12 } }
	]);
});

test('the same number again is saved, and is no entry of the log', async () => {
	await save('21');
	const before = await logged();
	expect((await save('21')).location).toBe(`${page}?saved`);
	expect(await logged()).toEqual(before);
});

test.each(['1', '3650', '٣٠'])('%s days are possible', async (days) => {
	expect((await save(days)).status).toBe(303);
});

test.each(['', ' ', '0', '-3', '1.5', '1e2', '3651', '99999999999999999999', 'ten', '1; drop'])(
	'"%s" is sent back as it was typed, and nothing changes',
	async (days) => {
		await save('25');
		const before = await logged();
		expect(await save(days)).toMatchObject({ status: 400, data: { typed: days } });
		expect((await admin.open(page)).data.days).toBe(25);
		expect(await logged()).toEqual(before);
	}
);

test.each(languages)(
	'the page has all its words in %s, and works by a plain form',
	async (lang) => {
		const t = await staffWords(lang);
		const Framed = ((renderer: never, props: never) => {
			setStaffWords(t);
			return (SettingsPage as unknown as (...given: never[]) => unknown)(renderer, props);
		}) as unknown as Component<{ data: unknown; form: unknown }>;
		const { data } = await admin.open(`${page}?saved`);
		const problems = { days: { code: 'usual-days' } };
		for (const form of [null, { typed: '"><img src=x>', problems }]) {
			const props = { data: { ...data, t, lang }, form };
			const { body } = await render(Framed, { props });
			expect(body).toMatch(/<form[^>]* method="post" action="\/staff\/settings\/answer-time"/);
			expect(body).not.toMatch(/\b(answerTime|settings|problems)\.[a-z]|<img src=x/i);
			expect(body).toContain('<label for="days"');
			expect(body).toContain(' id="days"');
			expect(body.includes('aria-invalid')).toBe(form !== null);
		}
	}
);
