/** What staff do with a need goes as the table of states says, and nobody overwrites what somebody else did. */
import { describe, expect, test } from 'vitest';
import { nextStates } from '../../src/lib/domain/need-state.ts';
import { needStates, type NeedState } from '../../src/lib/domain/need.ts';
import { tidyWords } from '../../src/lib/domain/words.ts';
import {
	browser,
	city,
	everything,
	look,
	openSteps,
	reply,
	staff,
	tell,
	toState,
	watch
} from './need-steps.ts';
import { openBrowser } from './staff-browser.ts';
import { password } from './staff-city.ts';

openSteps();

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
