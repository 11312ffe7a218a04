// Answers to many needs at once: to each in her language, once, and to nobody whose need changed meanwhile.
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { receive } from '../../src/lib/server/receive.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { sendAnswers } from '../../src/lib/server/send-answers.ts';
import {
	ana,
	batchIn,
	city,
	heard,
	openAnsweringCity,
	prepare,
	staff,
	tell
} from './answering-city.ts';
import { aNeed, aWithdrawal, newId } from './invented.ts';

openAnsweringCity();

const words = { 'words-es': 'Arreglamos la luz en {place}.', 'words-ar': 'نصلح المصباح.' };

const prepareAll = (ids: string[], form: Record<string, string> = {}) =>
	prepare(ids, { ...words, ...form });

describe('Many at once', () => {
	test('each person gets the answer in her language, with her neighbourhood, and others in the one that was chosen', async () => {
		const inSol = await tell('es', 'sol');
		const told = [inSol, await tell('ar'), await tell('sw')];
		const prepared = await prepareAll(told.map(({ id }) => id));
		const { data } = await ana.open(prepared.location ?? '');
		expect(
			data.previews.map(({ lang, many, others }: Record<string, unknown>) => [lang, many, others])
		).toEqual([
			['es', 2, 1],
			['ar', 1, 0]
		]);
		// as the page of a citizen will show it
		expect(data.previews[0].words).toBe('Arreglamos la luz en Plaza del Sol.');
		expect((await heard(inSol))?.messages).toEqual([]);
		expect((await ana.post(`${prepared.location}?/send`)).status).toBe(303);
		const [es, ar, sw] = await Promise.all(told.map(heard));
		expect(es).toMatchObject({
			state: 'answered',
			messages: [{ lang: 'es', words: 'Arreglamos la luz en Plaza del Sol.' }]
		});
		expect(ar?.messages).toMatchObject([{ lang: 'ar', words: 'نصلح المصباح.' }]);
		expect(sw?.messages).toMatchObject([{ lang: 'es' }]);
	});

	test('a need that changed meanwhile or was taken back is left out and named; nothing is overwritten', async () => {
		const [stays, changed, gone] = [await tell(), await tell(), await tell()];
		const prepared = await prepareAll([stays.id, changed.id, gone.id]);
		const { changed_at: seen } = await city.db
			.selectFrom('needs')
			.select('changed_at')
			.where('id', '=', changed.id)
			.executeTakeFirstOrThrow();
		const reply = { words: 'Antes', lang: 'es' };
		await takeStep(city.db, { need: changed.id, to: 'answered', staff, seen, reply });
		await receive(city, { v: 1, submissions: [aWithdrawal(gone.secrets)] }, new Date());
		const before = (await ana.open(prepared.location ?? '')).data;
		expect(before.leftOut.map(({ need }: { need: string }) => need)).toEqual([changed.id, gone.id]);
		await ana.post(`${prepared.location}?/send`);
		const { data } = await ana.open(prepared.location ?? '');
		expect(data.sent).toBe(1);
		expect(data.leftOut).toMatchObject([
			{ need: changed.id, why: 'changed' },
			{ need: gone.id, why: 'withdrawn' }
		]);
		expect((await heard(changed))?.messages.map(({ words }) => words)).toEqual(['Antes']);
		expect((await heard(stays))?.messages).toHaveLength(1);
	});

	test('killed in the middle, it goes on where it was: everybody gets it, nobody twice, also when two send at once', async () => {
		const told = await Promise.all(Array.from({ length: 60 }, () => tell()));
		const id = batchIn(await prepareAll(told.map(({ id }) => id)));
		// the city dies while the 40th is written: those of the same transaction did not get it either
		await sql`
			create function die() returns trigger language plpgsql as $$
			begin
				if (select count(*) from need_messages where batch = new.batch) = 39 then
					raise exception 'power cut';
				end if;
				return new;
			end $$`.execute(city.db);
		await sql`create trigger die before insert on need_messages for each row execute function die()`.execute(
			city.db
		);
		await expect(sendAnswers(city.db, id, staff)).rejects.toThrow('power cut');
		await sql`drop trigger die on need_messages`.execute(city.db);
		const { data } = await ana.open(`/staff/answers/${id}`);
		expect([data.sent, data.waiting]).toEqual([25, 35]);
		const list = (await ana.open('/staff/answers')).data.answers;
		expect(list[0]).toMatchObject({ page: `/staff/answers/${id}`, isUnfinished: true });
		const again = () => sendAnswers(city.db, id, staff);
		await Promise.all([again(), again(), again()]);
		await ana.post(`/staff/answers/${id}?/send`);
		const got = await Promise.all(told.map(async (one) => (await heard(one))?.messages.length));
		expect(got).toEqual(told.map(() => 1));
		const after = (await ana.open('/staff/answers')).data.answers;
		expect(after[0]).toMatchObject({ many: 60, isUnfinished: false });
		const log = await city.db
			.selectFrom('activity')
			.select(['action', 'detail'])
			.where('subject', '=', `answers:${id}`)
			.orderBy('seq')
			.execute();
		expect(log.map(({ action }) => action)).toEqual(['answers.begun', 'answers.sent']);
		expect(log[1]?.detail).toEqual({ sent: 60 });
	});

	test('all needs of a theme are answered at once, without those that a hand took out', async () => {
		const [inIt, takenOut] = [await tell(), await tell()];
		const theme = newId();
		await city.db
			.insertInto('themes')
			.values({ id: theme, name: 'Luz', made_at: new Date() })
			.execute();
		const row = { theme, received_at: new Date(), by: 'hand' as const };
		await city.db
			.insertInto('theme_needs')
			.values([
				{ ...row, need: inIt.id },
				{ ...row, need: takenOut.id, removed: true }
			])
			.execute();
		const page = `/staff/answers/new?/prepare&theme=${theme}`;
		const prepared = await ana.post(page, { kind: 'answered', fallback: 'es', ...words });
		await ana.post(`${prepared.location}?/send`);
		expect((await heard(inIt))?.messages).toHaveLength(1);
		expect((await heard(takenOut))?.messages).toEqual([]);
	});

	test('at most 500 at once, of the inbox’s filter too, and the page says that there are more', async () => {
		const submissions = Array.from({ length: 501 }, () =>
			aNeed('Muchas', { lang: 'pt', body: { topic: 'device' } })
		);
		for (let at = 0; at < submissions.length; at += 500) {
			await receive(city, { v: 1, submissions: submissions.slice(at, at + 500) }, new Date());
		}
		const { data } = await ana.open('/staff/answers/new?topic=device&lang=pt');
		expect([data.many, data.rest]).toEqual([500, 1]);
		expect(data.spoken).toEqual([{ lang: 'pt', many: 500 }]);
		const ticked = submissions.slice(0, 2).map(({ id }) => `&need=${id}&page=${id}`);
		const ofForm = `/staff/answers/new?of=chosen&list=${encodeURIComponent('?topic=device')}`;
		expect((await ana.open(ofForm + ticked.join(''))).data.many).toBe(2);
		const ofList = ofForm.replace('chosen', 'list');
		expect((await ana.open(ofList + ticked.join(''))).data.many).toBe(500);
		const prepared = await ana.post('/staff/answers/new?/prepare&topic=device&lang=pt', {
			kind: 'declined',
			fallback: 'es',
			'words-es': 'No podemos. El {date} llegó {number}.'
		});
		expect((await ana.open(prepared.location ?? '')).data.waiting).toBe(500);
	});
});
