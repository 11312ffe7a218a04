/** With her receipt code a person sees all that the city has of her need, and erases it. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveSecrets, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { readAccess } from '../../src/lib/server/access.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { POST } from '../../src/routes/my-need/[lang=lang]/+server.ts';
import { aNeed } from './invented.ts';
import { words, trace, city, ana, tellNeed, everything, openErasing } from './erasing.ts';

openErasing();

describe('with her receipt code a person', () => {
	const post = async (form: Record<string, string>) => {
		const request = new Request('https://plaza.test/my-need/en', {
			method: 'POST',
			body: new URLSearchParams(form)
		});
		return (await POST({ params: { lang: 'en' }, request } as never)) as Response;
	};

	it('sees all that the city has, saves it, and erases it, without a script', async () => {
		const { need, number, code } = await tellNeed('<img src=x onerror=alert(1)> Hortensia');
		const page = await (await post({ code, act: 'show' })).text();
		expect(page).toContain('&lt;img src=x');
		expect(page).not.toContain('<img src=x');
		expect(page).toContain('data:image/jpeg;base64,');
		const file = (await (await post({ code, act: 'json' })).json()) as Record<string, unknown[]>;
		expect(file).toMatchObject({
			needs: [{ number, topic: 'information' }],
			need_messages: [{ words: 'Hortensia gets her ramp' }],
			submissions: [{ id: need.id, envelope: { body: { words: need.body.words } } }]
		});
		expect(Object.keys(file)).toEqual(expect.arrayContaining(['media', 'need_events', 'files']));
		expect(JSON.stringify(file)).not.toContain('Name of ana');
		expect((await post({ code, act: 'ask' })).status).toBe(200);
		expect(await everything()).toMatch(trace);
		expect(await (await post({ code, act: 'erase' })).text()).toContain('is erased');
		await cleaningEnded();
		const left = await readAccess(city.db, need.id);
		expect(JSON.stringify(left)).not.toMatch(trace);
		expect(left).toMatchObject({ need_messages: [{ words: '' }], erased: [{}] });
	});

	it('reads too what was answered to the need that hers is joined to, and keeps it when they are split', async () => {
		const tell = async (said: string) => {
			const code = makeReceiptCode(randomBytes(10));
			const need = aNeed(said, { secrets: deriveSecrets(code) });
			await receive(city, { v: 1, submissions: [need] }, new Date());
			return { id: need.id, code };
		};
		const [root, mine, other] = [await tell('Shade'), await tell('A tree'), await tell('A bench')];
		const seenOf = async (id: string) =>
			String((await ana.open(`/staff/needs/${id}`)).data.need.changedAt.getTime());
		const answer = async (id: string, said: string) => {
			const form = { seen: await seenOf(id), kind: 'answered', words: said, lang: 'en' };
			expect((await ana.post(`/staff/needs/${id}?/reply`, form)).status).toBe(303);
		};
		const told = async (code: string) => {
			const file = (await (await post({ code, act: 'json' })).json()) as Record<string, unknown>;
			const messages = (file['need_messages'] ?? []) as { words: string }[];
			return messages.map((message) => message.words);
		};
		await answer(root.id, 'First');
		const join = await ana.post(`/staff/needs/${mine.id}/join?/join`, {
			...{ other: root.id, lead: root.id, seen: await seenOf(mine.id) },
			'root-other': await seenOf(root.id)
		});
		expect(join.location).toContain('thread=joined');
		await answer(root.id, 'Second');
		expect(await told(mine.code)).toEqual(['First', 'Second']);
		expect(await (await post({ code: mine.code, act: 'show' })).text()).toContain(
			'<blockquote dir="auto">Second</blockquote>'
		);
		await ana.post(`/staff/needs/${mine.id}/join?/split`, { seen: await seenOf(mine.id) });
		await answer(root.id, 'Only for the shade');
		await answer(mine.id, 'Third');
		expect(await told(mine.code)).toEqual(['First', 'Second', 'Third']);
		expect(await told(root.code)).toEqual(['First', 'Second', 'Only for the shade']);
		expect(await told(other.code)).toEqual([]);
		// who wrote it, and whose need it was said to, she does not see
		const file = await (await post({ code: mine.code, act: 'json' })).text();
		expect(file).not.toMatch(/Name of ana|Shade/);
	});

	it('gets nothing with a wrong one, and nobody a script', async () => {
		for (const wrong of ['', 'x', '7ZJ4Q0M2RWTC9XKB', '<script>']) {
			const answer = await post({ code: wrong, act: 'json' });
			expect(answer.status).toBe(404);
			expect(answer.headers.get('content-security-policy')).not.toContain('script');
			expect(await answer.text()).not.toContain('<script');
		}
	});

	it('is shown the same at the desk, and that is logged', async () => {
		const { need } = await tellNeed();
		const { data } = await ana.fetch(`/staff/needs/${need.id}/everything?as=json`);
		expect(await (data as Response).json()).toMatchObject({ needs: [{ words }] });
		const entry = await city.db
			.selectFrom('activity')
			.selectAll()
			.where('action', '=', 'need.access')
			.where('subject', '=', `need:${need.id}`)
			.execute();
		expect(entry).toHaveLength(1);
	});
});
