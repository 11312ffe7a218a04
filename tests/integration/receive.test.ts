/** What arrives is kept as it was said, once, with a receipt. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { isReceiptFor, receiptSchema } from '../../src/lib/domain/receipt.ts';
import { openDatabase } from '../../src/lib/server/database.ts';
import { keySet } from '../../src/lib/server/keys.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import { aNeed, aStep, newSecrets } from './invented.ts';
import { keys, home, now, test, send, countOf, openReceiving } from './receiving.ts';

openReceiving();

describe('a need that arrives', () => {
	it('is kept as it was said and gets a receipt that bears the city’s signature', async () => {
		const need = aNeed('El ascensor del metro no funciona', { lang: 'es', secrets: newSecrets() });
		const [result] = await send([need]);
		expect(result?.result).toBe('accepted');
		const submission = { id: need.id, sha256: fingerprint(need) };
		const { keys: published } = keySet(keys);
		const receipt = v.parse(receiptSchema, result?.receipt);
		expect(await isReceiptFor(receipt, submission, published, checkSignature)).toBe(true);
		const row = await test.db.selectFrom('submissions').selectAll().executeTakeFirstOrThrow();
		expect(row.envelope).toEqual(need);
		expect(fingerprint(row.envelope)).toBe(submission.sha256);
		const read = await test.db.selectFrom('needs').selectAll().executeTakeFirstOrThrow();
		expect(read).toMatchObject({ words: need.body.words, state: 'received', received_at: now });
		expect(read.channel).toBe('phone');
	});

	it('is heard whatever its phone’s clock says, and ordered by the city’s time', async () => {
		const times = ['1970-01-01T00:00:03Z', '2999-12-31T23:59:59+14:00', '+010000-01-01T00:00Z'];
		const results = await send(times.map((madeAt) => aNeed('Más bancos a la sombra', { madeAt })));
		expect(results.map(({ result }) => result)).toEqual(['accepted', 'accepted', 'accepted']);
		const rows = await test.db
			.selectFrom('submissions')
			.select(['made_at', 'received_at'])
			.execute();
		expect(rows.map((row) => row.made_at).sort()).toEqual([...times].sort());
		expect(new Set(rows.map((row) => row.received_at.getTime()))).toEqual(new Set([now.getTime()]));
	});

	it('may be in any script, with emoji and combining accents, up to 2,000 characters', async () => {
		const texts = ['أريد أن أتعلّم', '👩🏽‍🦽🚌', 'cafe\u0301', '🙂'.repeat(2000), 'línea\nnueva\tya'];
		const results = await send(texts.map((text) => aNeed(text)));
		expect(results.map(({ result }) => result)).toEqual(texts.map(() => 'accepted'));
		const rows = await test.db.selectFrom('needs').select('words').execute();
		expect(rows.map(({ words }) => words).sort()).toEqual([...texts].sort());
	});

	it('is kept with a place that the city does not know (any more)', async () => {
		await send([aNeed('Falta luz', { body: { place: 'barrio-de-antes' } })]);
		const { place } = await test.db.selectFrom('needs').select('place').executeTakeFirstOrThrow();
		expect(place).toBe('barrio-de-antes');
	});
});

describe('a progress fact', () => {
	it('is kept without a person', async () => {
		const fact = aStep({ person: 'tile-7', session: 's1' });
		const [result] = await send([fact]);
		expect(result).toMatchObject({ result: 'accepted', receipt: { sha256: fingerprint(fact) } });
		const everything = await sql<{ row: string }>`
			select row_to_json(s)::text || row_to_json(p)::text as row
			from submissions s join progress p using (id)`.execute(test.db);
		expect(everything.rows[0]?.row).toContain('scam-messages/parcel-fee');
		expect(everything.rows[0]?.row).not.toContain('tile-7');
		expect((await send([fact]))[0]?.result).toBe('duplicate');
	});
});

describe('the same submission again', () => {
	it('is one row and the same receipt', async () => {
		const need = aNeed('Un curso de ordenador por la tarde');
		const [first] = await send([need]);
		const [second] = await send([need]);
		expect(second).toEqual({ ...first, result: 'duplicate' });
		expect(await countOf('needs')).toBe(1);
	});

	it('is one row and the same receipt when it comes twice in one request', async () => {
		const need = aNeed('Wifi en la plaza');
		const [first, second] = await send([need, need]);
		expect(first?.result).toBe('accepted');
		expect(second).toEqual({ ...first, result: 'duplicate' });
		expect(await countOf('submissions')).toBe(1);
	});

	it('is one row and equal receipts when it comes twenty times at once to two servers', async () => {
		const need = aNeed('Una fuente en el parque');
		const other = openDatabase(test.url);
		const all = await Promise.all(
			Array.from({ length: 20 }, (_, index) => send([need], index % 2 ? other : test.db))
		);
		await other.destroy();
		const results = all.flat();
		expect(results.filter(({ result }) => result === 'accepted')).toHaveLength(1);
		expect(results.filter(({ result }) => result === 'duplicate')).toHaveLength(19);
		expect(new Set(results.map(({ receipt }) => JSON.stringify(receipt))).size).toBe(1);
		expect(await countOf('submissions')).toBe(1);
		expect(await countOf('needs')).toBe(1);
	});

	it('never brings parallel requests to a standstill, in whatever order they hold it', async () => {
		const needs = Array.from({ length: 20 }, (_, n) => aNeed(`Papelera número ${n}`));
		const other = openDatabase(test.url);
		// each row takes a while, so that requests in opposite orders surely meet in the middle
		await sql`
			create function linger() returns trigger language plpgsql as
			$$ begin perform pg_sleep(0.01); return new; end $$`.execute(test.db);
		await sql`create trigger linger before insert on submissions for each row execute function linger()`.execute(
			test.db
		);
		const shuffled = [needs, needs.toReversed(), [...needs.slice(10), ...needs.slice(0, 10)]];
		const all = await Promise.all(
			shuffled.map((batch, index) => send(batch, index % 2 ? other : test.db))
		);
		await sql`drop trigger linger on submissions`.execute(test.db);
		await other.destroy();
		expect(all.flat().filter(({ result }) => result === 'accepted')).toHaveLength(20);
		expect(all.flat().filter(({ result }) => result === 'duplicate')).toHaveLength(40);
		expect(await countOf('needs')).toBe(20);
	});
});

describe('the same id with other words', () => {
	it('is a conflict, and both are kept', async () => {
		const need = aNeed('Lo primero');
		const other = { ...need, body: { ...need.body, words: 'Lo segundo' } };
		const [first] = await send([need]);
		expect(await send([other])).toEqual([{ id: need.id, result: 'conflict' }]);
		expect(await send([need])).toEqual([{ ...first, result: 'duplicate' }]);
		const conflict = await test.db.selectFrom('conflicts').selectAll().executeTakeFirstOrThrow();
		expect(conflict.envelope).toEqual(other);
		const stored = await test.db.selectFrom('submissions').selectAll().executeTakeFirstOrThrow();
		expect(stored.envelope).toEqual(need);
	});

	it('is a conflict within one request too', async () => {
		const need = aNeed('Lo primero');
		const other = { ...need, lang: 'ca' };
		const results = await send([need, other, need, other]);
		expect(results.map(({ result }) => result)).toEqual([
			'accepted',
			'conflict',
			'duplicate',
			'conflict'
		]);
		expect(await countOf('conflicts')).toBe(1);
	});

	it.each(['smaller', 'greater'])(
		'within one request is what came first, whose fingerprint is the %s',
		async (which) => {
			const need = aNeed('Lo primero');
			const both = [need, { ...need, body: { ...need.body, words: 'Lo segundo' } }].sort((a, b) =>
				fingerprint(a) < fingerprint(b) ? -1 : 1
			);
			const [first, second] = which === 'smaller' ? both : both.toReversed();
			const results = await send([first, second]);
			expect(results.map(({ result }) => result)).toEqual(['accepted', 'conflict']);
			const kept = await test.db
				.selectFrom('needs')
				.innerJoin('submissions', 'submissions.id', 'needs.id')
				.select(['words', 'envelope', 'sha256'])
				.execute();
			expect(kept).toEqual([
				{ words: first?.body.words, envelope: first, sha256: results[0]?.receipt?.sha256 }
			]);
		}
	);
});

it('stores 1,000 needs in two requests in a few seconds', async () => {
	const batches = [0, 1].map(() =>
		Array.from({ length: 500 }, (_, n) => aNeed(`Árbol seco ${n} en la calle`))
	);
	const start = performance.now();
	for (const batch of batches) await send(batch);
	const took = performance.now() - start;
	console.info(`1,000 needs in ${Math.round(took)} ms`);
	expect(await countOf('needs')).toBe(1000);
	expect(took).toBeLessThan(5000);
});

it('answers an empty request with its time and epoch', async () => {
	const answer = await receive({ db: test.db, ...home }, { v: 1, submissions: [] }, now);
	expect(answer).toEqual({
		v: 1,
		serverTime: now.toISOString(),
		epoch: expect.stringMatching(/^.{8,}$/) as string,
		results: [],
		replies: []
	});
});
