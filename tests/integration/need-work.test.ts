import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nextStates } from '../../src/lib/domain/need-state.ts';
import { needStates, type NeedState } from '../../src/lib/domain/need.ts';
import { tidyWords } from '../../src/lib/domain/words.ts';
import { isNeedNews, type News } from '../../src/lib/domain/sync.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { removeStaff } from '../../src/lib/server/staff.ts';
import { aNeed, aWithdrawal, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;
let staff: string;

beforeAll(async () => {
	city = await openStaffCity();
	staff = (await city.addMember('ana@city.example', 'admin')).id;
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
});
afterAll(() => city.close());

async function tell(words = 'Hace falta luz', lang = 'es') {
	const secrets = newSecrets();
	const need = aNeed(words, { secrets, lang });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return { id: need.id, secrets };
}

async function watch(...secrets: string[]): Promise<News[]> {
	const request = { v: 1 as const, submissions: [], watch: secrets };
	return (await receive(city, request, new Date())).replies.filter(isNeedNews);
}

async function look(id: string) {
	const { data } = await browser.open(`/staff/needs/${id}`);
	return { ...data, seen: String(data.need.changedAt.getTime()) };
}

const toState = async (id: string, to: string, seen?: string) =>
	browser.post(`/staff/needs/${id}?/state`, { to, seen: seen ?? (await look(id)).seen });

const reply = async (id: string, form: Record<string, string>) =>
	browser.post(`/staff/needs/${id}?/reply`, {
		seen: (await look(id)).seen,
		kind: 'answered',
		words: 'Mañana la arreglamos.',
		lang: 'es',
		...form
	});

async function everything(id: string) {
	const [need, events, messages] = await Promise.all([
		city.db.selectFrom('needs').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
		city.db.selectFrom('need_events').selectAll().where('need', '=', id).orderBy('at').execute(),
		city.db.selectFrom('need_messages').selectAll().where('need', '=', id).execute()
	]);
	return { need, events, messages };
}

describe('Who may not', () => {
	test('nobody changes a need without being signed in; the words of a reply come along to the sign-in and are sent after it', async () => {
		const { id, secrets } = await tell();
		const { seen } = await look(id);
		const late = openBrowser();
		const form = { seen, kind: 'answered', words: 'Escrito antes de salir', lang: 'es' };
		const refused = await late.post(`/staff/needs/${id}?/reply`, form);
		expect(refused.status).toBe(307);
		expect((await everything(id)).events).toEqual([]);
		// a browser posts the same form there
		const signIn = refused.location ?? '';
		const asked = await late.post(signIn, form);
		expect(asked.status).toBe(401);
		expect(asked.data.kept).toContainEqual({ name: 'words', value: 'Escrito antes de salir' });
		const again = { ...form, email: 'ana@city.example', password };
		const wrong = await late.post(signIn, { ...again, password: 'not her password' });
		expect(wrong.data.kept).toContainEqual({ name: 'words', value: 'Escrito antes de salir' });
		const entered = await late.post(signIn, again);
		expect(entered).toMatchObject({ status: 307, location: `/staff/needs/${id}?/reply` });
		expect((await late.post(entered.location ?? '', again)).status).toBe(303);
		const [news] = await watch(secrets.watch);
		expect(news?.messages.map(({ words }) => words)).toEqual(['Escrito antes de salir']);
		expect(JSON.stringify(await everything(id))).not.toContain(password);
	});

	test('a password is never carried along', async () => {
		const answer = await openBrowser().post('/staff/account?/password', { currentPassword: 'x' });
		expect(answer.status).toBe(303);
	});
});

describe('What is missing', () => {
	test.each([
		['no words', { words: '' }, { words: 'words-missing' }],
		['only spaces', { words: ' \n\t\u200b ' }, { words: 'words-missing' }],
		['2,001 characters', { words: 'a'.repeat(2001) }, { words: 'words-long' }],
		['no kind', { kind: '' }, { kind: 'kind' }],
		['a kind that is none', { kind: 'withdrawn' }, { kind: 'kind' }],
		['a no without its reason', { kind: 'declined', words: ' ' }, { words: 'words-missing' }]
	])('%s is sent back with what was typed, and nothing changes', async (_, change, problems) => {
		const { id } = await tell();
		const before = await everything(id);
		const answer = await reply(id, change);
		expect(answer.status).toBe(400);
		expect(answer.data.problems).toEqual(problems);
		expect(answer.data.typed.words).toBe(
			tidyWords(('words' in change ? change.words : undefined) ?? 'Mañana la arreglamos.')
		);
		expect(await everything(id)).toEqual(before);
	});

	test('2,000 emoji are not too long', async () => {
		const { id } = await tell();
		expect((await reply(id, { words: '🌻'.repeat(2000) })).status).toBe(303);
	});

	test.each(['0199aaaa-0000-7000-8000-000000000000', 'x', "' or 1=1 --", '%00'])(
		'there is no need %s',
		async (id) => {
			expect((await browser.open(`/staff/needs/${encodeURIComponent(id)}`)).status).toBe(404);
		}
	);
});

describe('States', () => {
	const cases = needStates.flatMap((from) => needStates.map((to) => [from, to] as const));
	test.each(cases)('from %s to %s goes as the table of states says', async (from, to) => {
		const { id } = await tell();
		await city.db.updateTable('needs').set({ state: from }).where('id', '=', id).execute();
		const owesWords = to === 'answered' || to === 'declined';
		const answer = owesWords ? await reply(id, { kind: to }) : await toState(id, to);
		const allowed = nextStates[from].includes(to);
		expect(answer.status).toBe(allowed ? 303 : 409);
		const { need, events, messages } = await everything(id);
		expect(need.state).toBe(allowed ? to : from);
		expect(events).toHaveLength(allowed ? 1 : 0);
		expect(messages).toHaveLength(allowed && owesWords ? 1 : 0);
		if (allowed) expect(events[0]).toMatchObject({ from_state: from, to_state: to, staff });
	});

	test.each(['answered', 'declined'] as NeedState[])(
		'%s is never set without words',
		async (to) => {
			const { id } = await tell();
			expect((await toState(id, to)).status).toBe(409);
			expect((await everything(id)).need.state).toBe('received');
		}
	);

	test('looking at a need changes nothing', async () => {
		const { id } = await tell();
		const before = await everything(id);
		await look(id);
		expect(await everything(id)).toEqual(before);
	});

	test('a mistake is mended by another step, and both stay in the history', async () => {
		const { id } = await tell();
		await toState(id, 'in work');
		await toState(id, 'read');
		const { need } = await look(id);
		expect(need.state).toBe('read');
		expect(need.events.map(({ to, by }: { to: string; by: string }) => [to, by])).toEqual([
			['in work', 'Name of ana@city.example'],
			['read', 'Name of ana@city.example']
		]);
	});
});

describe('Two who look at the same need', () => {
	test('the second one is told what changed and keeps her words; looking again, she can send them', async () => {
		const { id } = await tell();
		const { seen } = await look(id);
		await toState(id, 'in work');
		const words = 'Lo que yo escribí';
		const answer = await reply(id, { seen, words, kind: 'declined', lang: 'ar' });
		expect(answer).toMatchObject({
			status: 409,
			data: { changed: 'in work', typed: { words, kind: 'declined', lang: 'ar' } }
		});
		expect((await everything(id)).messages).toEqual([]);
		expect((await reply(id, { words, kind: 'declined' })).status).toBe(303);
	});

	test('of ten replies at once just one is kept', async () => {
		const { id } = await tell();
		const { seen } = await look(id);
		const answers = await Promise.all(
			Array.from({ length: 10 }, (_, index) => reply(id, { seen, words: `Respuesta ${index}` }))
		);
		expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
		const { events, messages } = await everything(id);
		expect([events.length, messages.length]).toEqual([1, 1]);
	});

	test('a step is later than the one before it, also where the clock stands', async () => {
		const { id } = await tell();
		const future = new Date(Date.now() + 60 * 60_000);
		await city.db.updateTable('needs').set({ changed_at: future }).where('id', '=', id).execute();
		await toState(id, 'read');
		const { need } = await everything(id);
		expect(need.changed_at.getTime()).toBeGreaterThan(future.getTime());
	});
});

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
