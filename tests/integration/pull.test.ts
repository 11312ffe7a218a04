/** What devices hear of the city: every committed change once, in order, and everything anew after a restore. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { feedSchema, type Feed } from '../../src/lib/domain/feed.ts';
import { openWith } from '../../src/lib/domain/seal.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { deriveSecrets, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { isNeedNews, type SyncResponse } from '../../src/lib/domain/sync.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { publishCity } from '../../src/lib/server/published-city.ts';
import { publish } from '../../src/lib/server/publications.ts';
import { setEpoch, writeSettings } from '../../src/lib/server/settings.ts';
import * as v from 'valibot';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { aWithdrawal, newId } from './invented.ts';

let test: TestDatabase;
let door: Door;

beforeAll(async () => {
	test = await openTestDatabase();
	door = await openDoor(test.url);
});
beforeEach(() => test.db.deleteFrom('publications').execute());
afterAll(async () => {
	await door.close();
	await test.close();
});

async function feed(query = ''): Promise<Feed> {
	return v.parse(feedSchema, await (await fetch(`${door.url}/api/feed${query}`)).json());
}

const publishOne = (id: string, body: unknown, lang: string | null = null) =>
	test.db.transaction().execute((trx) => publish(trx, [{ id, kind: 'note', lang, body }]));

const idsOf = ({ publications }: Feed) => publications.map(({ id }) => id);

describe('the feed', () => {
	it('gives what is published, then only what is new', async () => {
		await publishOne('a', { n: 1 });
		await publishOne('b', { n: 2 });
		const first = await feed();
		expect(idsOf(first)).toEqual(['a', 'b']);
		expect(idsOf(await feed(`?since=${first.cursor}`))).toEqual([]);
		await publishOne('a', { n: 3 });
		const second = await feed(`?since=${first.cursor}`);
		expect(second.publications).toEqual([{ id: 'a', kind: 'note', lang: null, body: { n: 3 } }]);
		expect(idsOf(await feed(`?since=${second.cursor}`))).toEqual([]);
	});

	it('tells whoever had it that something was taken back, and a newcomer nothing of it', async () => {
		await publishOne('gone', { n: 1 });
		const { cursor } = await feed();
		await publishOne('gone', null);
		expect((await feed(`?since=${cursor}`)).publications).toMatchObject([
			{ id: 'gone', body: null }
		]);
		expect(idsOf(await feed())).toEqual([]);
	});

	it('is of one language, with what is for all', async () => {
		await publishOne('all', 1);
		await publishOne('es', 1, 'es');
		await publishOne('ar', 1, 'ar');
		expect(idsOf(await feed('?lang=es'))).toEqual(['all', 'es']);
	});

	it('comes in pages without a gap, also when everything was published at once', async () => {
		const many = Array.from({ length: 1203 }, (_, n) => `n${String(n).padStart(4, '0')}`);
		await test.db.transaction().execute((trx) =>
			publish(
				trx,
				many.map((id) => ({ id, kind: 'note', lang: null, body: 1 }))
			)
		);
		const got: string[] = [];
		for (let page = await feed(); ; page = await feed(`?since=${page.cursor}`)) {
			got.push(...idsOf(page));
			if (!page.more) break;
		}
		expect(got).toEqual(many);
	});

	it('has no gap while writers are slow, quick, and break off', async () => {
		let release = () => {};
		const held = new Promise<void>((done) => (release = done));
		const slow = test.db.transaction().execute(async (trx) => {
			await publish(trx, [{ id: 'slow', kind: 'note', lang: null, body: 1 }]);
			await held;
		});
		const broken = test.db
			.transaction()
			.execute(async (trx) => {
				await publish(trx, [{ id: 'broken', kind: 'note', lang: null, body: 1 }]);
				throw new Error('broken off');
			})
			.catch(() => undefined);
		const quick = publishOne('quick', 1);
		// the slow one holds the row, so nothing later is seen before it
		const before = await feed();
		expect(idsOf(before)).toEqual([]);
		release();
		await Promise.all([slow, broken, quick]);
		expect(idsOf(await feed(`?since=${before.cursor}`)).sort()).toEqual(['quick', 'slow']);
	});

	it('is seen whole by readers who read all the time beside twenty writers', async () => {
		let cursor = (await feed()).cursor;
		const seen = new Map<string, number>();
		let writing = true;
		const reader = async () => {
			do {
				const page = await feed(`?since=${cursor}`);
				cursor = page.cursor;
				for (const { id } of page.publications) seen.set(id, (seen.get(id) ?? 0) + 1);
			} while (writing || (await feed(`?since=${cursor}`)).publications.length > 0);
		};
		const reading = reader();
		const names = Array.from({ length: 60 }, (_, n) => `w${n}`);
		await Promise.all(names.map((id) => publishOne(id, 1)));
		writing = false;
		await reading;
		expect([...seen.keys()].sort()).toEqual(names.sort());
		expect([...new Set(seen.values())]).toEqual([1]);
	});

	it('begins anew for whoever comes from before a restore', async () => {
		await publishOne('a', 1);
		const { cursor, epoch } = await feed();
		await setEpoch(test.db);
		const again = await feed(`?since=${cursor}`);
		expect(again.epoch).not.toBe(epoch);
		expect(idsOf(again)).toEqual(['a']);
	});

	it('costs nothing when nothing is new, and says what is no cursor', async () => {
		const response = await fetch(`${door.url}/api/feed`);
		const etag = response.headers.get('etag') ?? '';
		const again = await fetch(`${door.url}/api/feed`, { headers: { 'if-none-match': etag } });
		expect(again.status).toBe(304);
		for (const query of ['?since=x', '?since=a.b', '?lang=xx', `?since=${'9'.repeat(99)}`]) {
			expect((await fetch(`${door.url}/api/feed${query}`)).status).toBe(400);
		}
	});

	it('holds the city’s names, languages and neighbourhoods, and changes only with them', async () => {
		await writeSettings(test.db, { city: 'Vila Nova', languages: ['ca', 'ar'] });
		await publishCity(test.db);
		const first = await feed();
		expect(first.publications).toMatchObject([
			{ id: 'city', kind: 'city', body: { city: 'Vila Nova', languages: ['ca', 'ar'] } }
		]);
		await publishCity(test.db);
		expect((await feed()).cursor).toBe(first.cursor);
	});
});

describe('replies', () => {
	const form = { topic: 'access', words: 'Una rampa', place: null, publish: false } as const;

	function told() {
		const code = makeReceiptCode(randomBytes(10));
		return { code, envelope: makeEnvelope(form, 'es', { id: newId(), code }) };
	}

	async function ask(submissions: unknown[], watch: string[], since?: string) {
		const response = await fetch(`${door.url}/api/sync`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ v: 1, submissions, watch, ...(since && { since }) })
		});
		return (await response.json()) as SyncResponse;
	}

	async function answer(id: string, words: string) {
		const { changed_at } = await test.db
			.selectFrom('needs')
			.select('changed_at')
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		const reply = { lang: 'es', words };
		await takeStep(test.db, { need: id, to: 'answered', staff: 'x', seen: changed_at, reply });
	}

	it('are told once to whoever says where she stands, and again after a restore', async () => {
		const { code, envelope } = told();
		const { watch } = deriveSecrets(code);
		const first = await ask([envelope], [watch]);
		expect(first.replies).toMatchObject([{ id: envelope.id, state: 'received' }]);
		expect((await ask([], [watch], first.cursor)).replies).toEqual([]);
		await answer(envelope.id, 'Ya viene.');
		const news = await ask([], [watch], first.cursor);
		expect(news.replies).toMatchObject([{ state: 'answered' }]);
		expect((await ask([], [watch], news.cursor)).replies).toEqual([]);
		await setEpoch(test.db);
		expect((await ask([], [watch], news.cursor)).replies).toMatchObject([{ state: 'answered' }]);
	});

	it('are words for the receipt code only: whoever carries them, or knows the watch secret, reads nothing', async () => {
		const { code, envelope } = told();
		const { watch, reply, withdraw } = deriveSecrets(code);
		await ask([envelope], []);
		await answer(envelope.id, 'La rampa se hace en mayo.');
		const response = await ask([], [watch]);
		const [news] = response.replies.filter(isNeedNews);
		expect(JSON.stringify(response)).not.toContain('rampa');
		expect(news?.messages).toEqual([]);
		expect(await openWith(cryptography, withdraw, news?.sealed ?? '')).toBeUndefined();
		expect(
			JSON.parse((await openWith(cryptography, reply, news?.sealed ?? '')) ?? '[]')
		).toMatchObject([{ words: 'La rampa se hace en mayo.', lang: 'es' }]);
	});

	it('go in clear to a phone of years ago, whose need brought no reply key', async () => {
		const { code, envelope } = told();
		delete envelope.replyKey;
		await ask([envelope], []);
		await answer(envelope.id, 'La rampa se hace en mayo.');
		const { replies } = await ask([], [deriveSecrets(code).watch]);
		expect(replies).toMatchObject([{ messages: [{ words: 'La rampa se hace en mayo.' }] }]);
	});

	it('say that a need was taken back, also to another phone that watches it', async () => {
		const { code, envelope } = told();
		const { watch } = deriveSecrets(code);
		const { cursor } = await ask([envelope], [watch]);
		await ask([aWithdrawal(deriveSecrets(code))], []);
		expect((await ask([], [watch], cursor)).replies).toMatchObject([{ state: 'withdrawn' }]);
	});
});
