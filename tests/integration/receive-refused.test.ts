/** What cannot be read, or cannot be kept, gets no receipt, and keeps nothing else out. */
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type SyncRequest } from '../../src/lib/domain/sync.ts';
import { openDatabase } from '../../src/lib/server/database.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed } from './invented.ts';
import { aPhoto, home, now, test, send, countOf, deep, openReceiving } from './receiving.ts';

openReceiving();

describe('a submission that cannot be read', () => {
	const need = aNeed('Algo');
	const bad: [string, unknown, string, string | undefined][] = [
		['no object', 'hola', 'malformed', undefined],
		['a list', [], 'malformed', undefined],
		['nothing', null, 'malformed', undefined],
		['an unknown kind', { ...need, kind: 'wish' }, 'unknown-kind', 'kind'],
		[
			'a kind out of the language’s own names',
			{ ...need, kind: 'toString' },
			'unknown-kind',
			'kind'
		],
		['an unknown version', { ...need, schema: 2, news: 1 }, 'unknown-version', 'schema'],
		['an id that is no UUID', { ...need, id: 'need-1' }, 'id', 'id'],
		['an id in capitals', { ...need, id: need.id.toUpperCase() }, 'id', 'id'],
		['an id that is a number', { ...need, id: 7 }, 'malformed', 'id'],
		['a date that is none', { ...need, madeAt: '2026-02-30T10:00:00Z' }, 'instant', 'madeAt'],
		['a date without a zone', { ...need, madeAt: '2026-02-20T10:00:00' }, 'instant', 'madeAt'],
		['a date of a hundred letters', { ...need, madeAt: 'x'.repeat(100) }, 'instant', 'madeAt'],
		['a wrong type', { ...need, body: { ...need.body, words: 5 } }, 'malformed', 'body.words'],
		['an unknown topic', { ...need, body: { ...need.body, topic: 'cats' } }, 'topic', 'body.topic'],
		['only spaces', aNeed(' \n\u00a0\u200b '), 'blank', 'body.words'],
		['2,001 characters', aNeed('a'.repeat(2001)), 'too-long', 'body.words'],
		['a text of 1 MB', aNeed('a'.repeat(1_000_000)), 'too-large', undefined],
		['control characters', aNeed('a\u0000b'), 'characters', 'body.words'],
		['control characters in a pseudonym', aNeed('a', { lab: 'x\u0000' }), 'characters', 'lab'],
		['half an emoji', aNeed('a\ud83d'), 'characters', undefined],
		['a place that is no name', aNeed('a', { body: { place: 'A B' } }), 'place', 'body.place'],
		['media of no kind', { ...need, media: [{ sha256: 'x' }] }, 'media', 'media.0.role'],
		['a fourth photo', { ...need, media: Array(4).fill(aPhoto) }, 'media', 'media'],
		['a photo of 5 MB', { ...need, media: [{ ...aPhoto, size: 5e6 }] }, 'media', 'media.0.size'],
		['a field that nobody knows', { ...need, colour: 'red' }, 'unknown-field', 'colour'],
		[
			'a field of the language’s own names',
			JSON.parse(JSON.stringify(need).replace('{', '{"__proto__":{"x":1},')),
			'unknown-field',
			'__proto__'
		],
		['a hundred levels', { ...need, body: deep(100) }, 'malformed', undefined],
		['a hundred thousand levels', deep(100_000), 'malformed', undefined]
	];

	it.each(bad)(
		'with %s is refused by name, and its neighbours arrive',
		async (_, one, code, field) => {
			const before = aNeed('El vecino de antes');
			const after = aNeed('El vecino de después');
			const request: SyncRequest = { v: 1, submissions: [before, one, after] };
			const { results } = await receive({ db: test.db, ...home }, request, now);
			expect(results.map(({ result }) => result)).toEqual(['accepted', 'rejected', 'accepted']);
			expect(results[1]?.receipt).toBeUndefined();
			expect(results[1]?.problem?.type).toBe(`/problems/${code}`);
			expect(results[1]?.problem?.field).toBe(field);
			expect(await countOf('submissions')).toBe(2);
			expect(await countOf('needs')).toBe(2);
		}
	);

	it('is told by its id where that is a short text', async () => {
		const results = await send([
			{ ...need, id: 'need-1' },
			{ ...need, id: 'x'.repeat(5000) },
			{ id: {} }
		]);
		expect(results.map(({ id }) => id)).toEqual(['need-1', null, null]);
	});

	it('that only the database refuses does not keep its neighbours out', async () => {
		await sql`alter table needs add constraint poison check (words <> 'veneno')`.execute(test.db);
		const needs = ['antes', 'veneno', 'después'].map((words) => aNeed(words));
		const results = await send([...needs, needs[0]]);
		expect(results.map(({ result }) => result)).toEqual([
			'accepted',
			'rejected',
			'accepted',
			'duplicate'
		]);
		await sql`alter table needs drop constraint poison`.execute(test.db);
		expect(results[1]?.problem?.type).toBe('/problems/not-storable');
		expect(await countOf('submissions')).toBe(2);
	});
});

describe('when the database cannot keep anything', () => {
	it('gives no receipt while another holds the table, and nothing is half-kept', async () => {
		const { db } = test;
		const need = aNeed('Paciencia');
		await db.transaction().execute(async (trx) => {
			await sql`lock table needs in access exclusive mode`.execute(trx);
			await expect(send([need])).rejects.toMatchObject({ code: '55P03' });
		});
		expect(await countOf('submissions')).toBe(0);
		expect((await send([need]))[0]?.result).toBe('accepted');
	});

	it('gives no receipt when it may only read', async () => {
		await send([]);
		const url = new URL(test.url);
		url.searchParams.set('options', '-c default_transaction_read_only=on');
		const readOnly = openDatabase(url.href);
		await expect(send([aNeed('Solo leer')], readOnly)).rejects.toMatchObject({ code: '25006' });
		await readOnly.destroy();
		expect(await countOf('submissions')).toBe(0);
	});

	it('gives no receipt when it is gone', async () => {
		const url = new URL(test.url);
		url.pathname = '/plaza_that_is_not_there';
		const gone = openDatabase(url.href);
		await expect(send([aNeed('Nadie')], gone)).rejects.toThrow();
		await gone.destroy();
	});

	it('waits until a commit is on the disk, even where the database is set not to', async () => {
		const url = new URL(test.url);
		url.searchParams.set('options', '-c synchronous_commit=off');
		const hasty = openDatabase(url.href);
		await sql`
			create function note() returns trigger language plpgsql as
			$$ begin new.lang := current_setting('synchronous_commit'); return new; end $$`.execute(test.db);
		await sql`create trigger note before insert on needs for each row execute function note()`.execute(
			test.db
		);
		await send([aNeed('Despacio')], hasty);
		await hasty.destroy();
		await sql`drop trigger note on needs`.execute(test.db);
		const { lang } = await test.db.selectFrom('needs').select('lang').executeTakeFirstOrThrow();
		expect(lang).toBe('on');
	});
});
