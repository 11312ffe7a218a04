/** The city's words to one person: they reach her and nobody else; and what comes after them at the desk. */
import { describe, expect, test } from 'vitest';
import { receive } from '../../src/lib/server/receive.ts';
import { removeStaff } from '../../src/lib/server/staff.ts';
import { aWithdrawal } from './invented.ts';
import {
	browser,
	city,
	everything,
	look,
	openSteps,
	reply,
	tell,
	toState,
	watch
} from './need-steps.ts';
import { openBrowser } from './staff-browser.ts';
import { password } from './staff-city.ts';

openSteps();

describe('The reply', () => {
	test('reaches whoever holds the watch secret, and nobody else', async () => {
		const mine = await tell();
		const other = await tell();
		await reply(mine.id, { words: 'Solo para usted', lang: 'ca' });
		expect(await watch(mine.secrets.watch)).toMatchObject([
			{ id: mine.id, state: 'answered', messages: [{ lang: 'ca', words: 'Solo para usted' }] }
		]);
		const others = [other.secrets.watch, mine.secrets.withdraw, mine.secrets.reply];
		expect(JSON.stringify(await watch(...others))).not.toContain('Solo para usted');
		expect(JSON.stringify(await watch(mine.secrets.watch))).not.toContain('ana@city.example');
	});

	test('can be added to; the newest is last', async () => {
		const { id, secrets } = await tell();
		await reply(id, { words: 'Primero' });
		await reply(id, { words: 'Después', kind: 'declined' });
		const [news] = await watch(secrets.watch);
		expect(news?.state).toBe('declined');
		expect(news?.messages.map(({ words }) => words)).toEqual(['Primero', 'Después']);
	});

	test('is written in one of the eight languages, or in the need’s own', async () => {
		const { id, secrets } = await tell('Hem’i hy', 'eu');
		await reply(id, { lang: 'eu' });
		await reply(id, { lang: 'xx' });
		await reply(id, { lang: 'ar', words: 'غداً' });
		const [news] = await watch(secrets.watch);
		expect(news?.messages.map(({ lang }) => lang)).toEqual(['eu', 'eu', 'ar']);
	});

	test('keeps its lines; control characters are taken out', async () => {
		const { id, secrets } = await tell();
		await reply(id, { words: '  Lunes\r\n\r\nMartes\u0007  ' });
		const [news] = await watch(secrets.watch);
		expect(news?.messages[0]?.words).toBe('Lunes\n\nMartes');
	});

	test('stays when its writer leaves, without her name', async () => {
		const leaver = await city.addMember('leaver@city.example');
		const her = openBrowser({ address: '192.0.2.44' });
		await her.signIn('leaver@city.example', password);
		const { id } = await tell();
		const { seen } = await look(id);
		const form = { seen, kind: 'answered', words: 'Adiós', lang: 'es' };
		await her.post(`/staff/needs/${id}?/reply`, form);
		expect(await removeStaff(city.db, leaver.email)).toBe('removed');
		const { need } = await look(id);
		expect(need.messages[0]).toMatchObject({ words: 'Adiós', by: null });
		expect(need.events[0]).toMatchObject({ by: null, withStaff: true });
		expect((await her.open('/staff')).status).toBe(303);
	});
});

describe('A need that was taken back', () => {
	test('shows the fact and no words, and takes no step', async () => {
		const { id, secrets } = await tell('Palabras que se borran');
		await reply(id, { words: 'Respuesta que se borra' });
		const { seen } = await look(id);
		const submissions = [aWithdrawal(secrets)];
		await receive(city, { v: 1, submissions }, new Date());
		const { need } = await look(id);
		expect(need).toMatchObject({ state: 'withdrawn', words: '', messages: [] });
		expect(need.events.at(-1)).toMatchObject({ to: 'withdrawn', withStaff: false });
		for (const answer of [await toState(id, 'in work', seen), await reply(id, { seen })]) {
			expect(answer).toMatchObject({ status: 409, data: { step: 'withdrawn' } });
		}
		const all = JSON.stringify(await everything(id));
		expect(all).not.toMatch(/se borran|se borra|arreglamos/);
	});
});

describe('From one need to the next', () => {
	test('the list that one came from is kept, and the next need is the next of that list', async () => {
		const first = await tell('xilófono uno');
		await tell('otra cosa');
		const second = await tell('xilófono dos');
		const list = encodeURIComponent('q=xilófono');
		const { data } = await browser.open(`/staff/needs/${first.id}?list=${list}`);
		expect(data.next).toBe(second.id);
		expect(data.back).toBe(`/staff?${new URLSearchParams({ q: 'xilófono' })}`);
		const { seen } = await look(first.id);
		const done = await browser.post(`/staff/needs/${first.id}?/state&list=${list}`, {
			to: 'read',
			seen
		});
		const { searchParams } = new URL(done.location ?? '', 'https://plaza.test');
		expect([searchParams.get('list'), searchParams.get('done')]).toEqual(['q=xilófono', 'state']);
		const last = await browser.open(`/staff/needs/${second.id}?list=${list}`);
		expect(last.data.next).toBeUndefined();
	});
});
