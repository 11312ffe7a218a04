import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import { hashSecret } from '../../src/lib/domain/receipt-code.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { openDatabase } from '../../src/lib/server/database.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { deadRows } from './dead-rows.ts';
import { aNeed, aWithdrawal, newHome, newSecrets } from './invented.ts';

const home = newHome();
const words = 'Mi vecina Hortensia necesita una rampa';
let test: TestDatabase;

beforeAll(async () => {
	test = await openTestDatabase();
});
afterEach(async () => {
	await cleaningEnded();
	await sql`truncate submissions, conflicts, withdrawn cascade`.execute(test.db);
});
afterAll(() => test.close());

async function send(submissions: unknown[], db = test.db): Promise<SyncResult[]> {
	return (await receive({ db, ...home }, { v: 1, submissions }, new Date())).results;
}

async function look(secrets: { watch: string }[]) {
	const request = { v: 1 as const, submissions: [], watch: secrets.map(({ watch }) => watch) };
	return (await receive({ db: test.db, ...home }, request, new Date())).replies;
}

/** Everything that a dump of the database would hold. */
async function everything(): Promise<string> {
	const tables = ['submissions', 'conflicts', 'withdrawn', 'needs', 'need_messages', 'need_events'];
	const rows = await Promise.all(
		tables.map((table) => sql`select t::text from ${sql.table(table)} t`.execute(test.db))
	);
	return JSON.stringify(rows.map((result) => result.rows));
}

let lastReply = 0;

/** Each a millisecond later than the one before at least, as two steps on one need always are. */
async function reply(need: string, said: string): Promise<void> {
	lastReply = Math.max(Date.now(), lastReply + 1);
	await test.db
		.insertInto('need_messages')
		.values({
			id: makeId(lastReply, randomBytes(10)),
			need,
			said_at: new Date(lastReply),
			lang: 'es',
			words: said,
			staff: null
		})
		.execute();
}

describe('a withdrawal', () => {
	it('erases the words and those of the replies, and the fact remains', async () => {
		const secrets = newSecrets();
		const need = aNeed(words, { secrets, body: { place: 'centro', topic: 'access' } });
		await send([need]);
		await reply(need.id, 'Sobre Hortensia: la rampa llega en mayo');
		const [result] = await send([aWithdrawal(secrets)]);
		expect(result?.result).toBe('accepted');
		const left = await everything();
		expect(left).not.toMatch(/Hortensia|hortensia|hortensi|rampa|ramp/i);
		const row = await test.db.selectFrom('needs').selectAll().executeTakeFirstOrThrow();
		expect(row).toMatchObject({
			id: need.id,
			state: 'withdrawn',
			topic: 'access',
			place: 'centro'
		});
		const events = await test.db.selectFrom('need_events').selectAll().execute();
		expect(events).toMatchObject([
			{ need: need.id, staff: null, from_state: 'received', to_state: 'withdrawn' }
		]);
	});

	it('is news to a phone that follows the need and has heard everything before', async () => {
		const secrets = newSecrets();
		const need = aNeed(words, { secrets });
		await send([need]);
		const follow = async (since?: string) => {
			const watch = { watch: [secrets.watch], ...(since && { since }) };
			return receive({ db: test.db, ...home }, { v: 1, submissions: [], ...watch }, new Date());
		};
		const { cursor } = await follow();
		expect((await follow(cursor)).replies).toEqual([]);
		await send([aWithdrawal(secrets)]);
		expect((await follow(cursor)).replies).toMatchObject([{ id: need.id, state: 'withdrawn' }]);
	});

	it('leaves no trace of its secret, nor of the words in dead rows', async () => {
		const secrets = newSecrets();
		await send([aNeed(words, { secrets })]);
		await send([aWithdrawal(secrets)]);
		await cleaningEnded();
		expect(await everything()).not.toContain(secrets.withdraw);
		expect(await deadRows(test.db)).toBe(0);
	});

	it('may come again and again with the same receipt', async () => {
		const secrets = newSecrets();
		await send([aNeed(words, { secrets })]);
		const withdrawal = aWithdrawal(secrets);
		const [first] = await send([withdrawal]);
		expect(first?.receipt).toMatchObject({ id: withdrawal.id, sha256: fingerprint(withdrawal) });
		expect(await send([withdrawal])).toEqual([{ ...first, result: 'duplicate' }]);
		expect((await send([aWithdrawal(secrets)]))[0]?.result).toBe('accepted');
		expect(await test.db.selectFrom('need_events').selectAll().execute()).toHaveLength(1);
	});

	it('touches nothing but what its secret belongs to', async () => {
		const mine = newSecrets();
		const hers = newSecrets();
		const other = aNeed('Suyo', { secrets: hers });
		await send([aNeed('Mío', { secrets: mine }), other, aNeed('De nadie')]);
		await send([aNeed('Suyo, de otro modo', { id: other.id, secrets: hers })]);
		await send([aWithdrawal(mine), aWithdrawal(newSecrets())]);
		const rows = await test.db.selectFrom('needs').select(['words', 'state']).execute();
		expect(rows.map((row) => `${row.words} ${row.state}`).sort()).toEqual([
			' withdrawn',
			'De nadie received',
			'Suyo received'
		]);
		expect(await everything()).toContain('Suyo, de otro modo');
	});

	it('erases the other words that came under the same id too', async () => {
		const secrets = newSecrets();
		const need = aNeed('Lo primero', { secrets });
		const other = newSecrets();
		const second = aNeed(words, { id: need.id, secrets });
		const third = aNeed('Lo tercero', { id: need.id, secrets: other });
		await send([need, second, third]);
		await send([aWithdrawal(other)]);
		expect(await everything()).not.toContain('Lo tercero');
		expect(await everything()).toContain('Hortensia');
		await send([aWithdrawal(secrets)]);
		expect(await everything()).not.toMatch(/Hortensia|primero/);
	});
});

describe('a need whose withdrawal came first', () => {
	it('lets its voice and photos in no more than its words', async () => {
		const secrets = newSecrets();
		const voice = { sha256: 'A'.repeat(43), size: 9, type: 'audio/webm', role: 'voice' } as const;
		const need = aNeed(words, { secrets, media: [voice] });
		await send([aWithdrawal(secrets)]);
		expect(await send([need])).toMatchObject([{ id: need.id, result: 'deleted' }]);
		for (const table of ['media', 'media_awaited'] as const) {
			expect(await test.db.selectFrom(table).selectAll().execute()).toEqual([]);
		}
	});

	it.each(['before it', 'together with it', 'together but behind it'])(
		'and that comes %s leaves only the fact',
		async (order) => {
			const secrets = newSecrets();
			const need = aNeed(words, { secrets });
			if (order === 'before it') await send([aWithdrawal(secrets)]);
			const batch =
				order === 'before it'
					? [need]
					: order === 'together with it'
						? [aWithdrawal(secrets), need]
						: [need, aWithdrawal(secrets)];
			const result = (await send(batch)).find(({ id }) => id === need.id);
			expect(result?.result).toBe('deleted');
			expect(result?.receipt?.sha256).toBe(fingerprint(need));
			expect(await everything()).not.toMatch(/hortensi/i);
			const row = await test.db.selectFrom('needs').selectAll().executeTakeFirstOrThrow();
			expect(row).toMatchObject({ state: 'withdrawn', topic: 'information', words: '' });
		}
	);

	it('never returns from the dead when the phone sends it again', async () => {
		const secrets = newSecrets();
		const need = aNeed(words, { secrets });
		const [arrived] = await send([need]);
		await send([aWithdrawal(secrets)]);
		expect(await send([need])).toEqual([{ ...arrived, result: 'deleted' }]);
		expect(await everything()).not.toMatch(/hortensi/i);
	});
});

it('wins every race between a need and its withdrawal', async () => {
	const other = openDatabase(test.url);
	const all = Array.from({ length: 40 }, () => newSecrets());
	const answers = await Promise.all(
		all.flatMap((secrets, index) => {
			const need = () => send([aNeed(`Hortensia ${index}`, { secrets })], test.db);
			const back = () => send([aWithdrawal(secrets)], other);
			return index % 2 ? [need(), back()] : [back(), need()];
		})
	);
	await cleaningEnded();
	await other.destroy();
	expect(answers.flat().every(({ receipt }) => receipt)).toBe(true);
	expect(await everything()).not.toMatch(/hortensi/i);
	const rows = await test.db.selectFrom('needs').select('state').execute();
	expect(rows.map(({ state }) => state)).toEqual(all.map(() => 'withdrawn'));
});

describe('a watch secret', () => {
	it('opens the state and the replies of just its need', async () => {
		const mine = newSecrets();
		const hers = newSecrets();
		const need = aNeed(words, { secrets: mine });
		const other = aNeed('Otra cosa', { secrets: hers });
		await send([need, other]);
		await reply(need.id, 'Lo estamos mirando');
		await reply(need.id, 'La rampa llega en mayo');
		await reply(other.id, 'Solo para ella');
		const news = await look([mine, newSecrets()]);
		expect(news).toHaveLength(1);
		expect(news[0]).toMatchObject({
			id: need.id,
			watchHash: hashSecret(mine.watch),
			state: 'received',
			messages: [{ words: 'Lo estamos mirando' }, { words: 'La rampa llega en mayo' }]
		});
		expect(await look([newSecrets()])).toEqual([]);
		expect(await look([])).toEqual([]);
	});

	it('tells of a withdrawn need only that it was withdrawn', async () => {
		const secrets = newSecrets();
		const need = aNeed(words, { secrets });
		await send([need]);
		await reply(need.id, 'La rampa llega en mayo');
		await send([aWithdrawal(secrets)]);
		expect(await look([secrets])).toMatchObject([{ state: 'withdrawn', messages: [] }]);
	});

	it('is nowhere kept', async () => {
		const secrets = newSecrets();
		await send([aNeed(words, { secrets })]);
		await look([secrets]);
		expect(await everything()).not.toContain(secrets.watch);
	});
});
