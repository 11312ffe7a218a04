/** A hub in wrong hands can keep things to itself; it cannot read, change or invent anything. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { unpark } from '../../src/lib/device/outbox.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import type { KeySet } from '../../src/lib/domain/receipt.ts';
import { deriveSecrets } from '../../src/lib/domain/receipt-code.ts';
import { sealWith } from '../../src/lib/domain/seal.ts';
import { isNeedNews, type News, type SyncResponse } from '../../src/lib/domain/sync.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { keySet } from '../../src/lib/server/keys.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { signReceipt } from '../../src/lib/server/receipts.ts';
import { hashOf, voice } from '../integration/media-made.ts';
import { hubInWrongHands, type Evil } from './hub-in-wrong-hands.ts';

const need: NeedForm = {
	topic: 'safety',
	words: 'Me piden dinero por mensaje',
	place: null,
	publish: false
};
const city = cityWithDoor();
const { ownKeys, atHub, seen } = hubInWrongHands(city);

/** A phone that has met the city before. */
beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
	await keepNeed({ ...need, words: 'De antes' }, 'es');
	await sync();
});

const track = async (id: string) => (await listNeeds()).find((each) => each.id === id)?.track;

/** In the end the phone reaches the city itself: whatever the hub did, the need is there once, unchanged. */
async function arrivesUnharmed(id: string): Promise<void> {
	connect(city.door.url);
	await device.facts.delete('keys');
	await unpark(id);
	await sync();
	expect(await track(id)).toMatch(/sent|answered/);
	expect(await city.needs(id)).toMatchObject([{ words: need.words }]);
	expect(await city.db.selectFrom('conflicts').selectAll().execute()).toEqual([]);
}

describe('a hub in wrong hands', () => {
	it('sees sealed letters only, of words and of voices', async () => {
		atHub({});
		await device.facts.delete('keys');
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice), { seconds: 2 });
		const id = await keepNeed(need, 'es');
		await sync();
		expect(await track(id)).toBe('sent');
		expect(seen()).toContain(id);
		for (const secret of ['dinero', 'safety', 'consent', hashOf(voice)]) {
			expect(seen()).not.toContain(secret);
		}
		expect(seen()).not.toContain(voice.toString('latin1', 100, 160));
		await arrivesUnharmed(id);
	});

	const lies: [string, Evil][] = [
		['keeps everything to itself', { drop: true }],
		['brings everything three times', { times: 3 }],
		[
			'invents receipts with its own key',
			{
				drop: true,
				response: async (answer, { submissions }) => ({
					...answer,
					results: await Promise.all(
						(submissions as Sealed[]).map(async ({ id, sealed }) => ({
							id,
							result: 'accepted' as const,
							receipt: await signReceipt(ownKeys, {
								id,
								sha256: hashOf(Buffer.from(sealed)),
								receivedAt: '2026-01-01T00:00:00.000Z',
								node: 'city',
								epoch: 'x'
							})
						}))
					)
				})
			}
		],
		[
			'hands out the receipt of another need',
			{
				drop: true,
				response: async (answer, { submissions }) => ({
					...answer,
					results: await Promise.all(
						(submissions as Sealed[]).map(async ({ id }) => ({
							id,
							result: 'accepted' as const,
							receipt: {
								...(await signReceipt(city.door.city.keys, {
									id: '0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a70',
									sha256: 'A'.repeat(43),
									receivedAt: '2026-01-01T00:00:00.000Z',
									node: 'city',
									epoch: 'x'
								})),
								id
							}
						}))
					)
				})
			}
		],
		[
			'changes a letter on its way',
			{
				request: (request) => ({
					...request,
					submissions: (request.submissions as Sealed[]).map((letter) => ({
						...letter,
						sealed: letter.sealed.replace(/.{8}$/, 'AAAAAAAA')
					}))
				})
			}
		],
		[
			'swaps what is sealed between two letters',
			{
				request: (request) => ({
					...request,
					submissions: (request.submissions as Sealed[]).map((letter, at, all) => ({
						...letter,
						sealed: all[(at + 1) % all.length]?.sealed ?? ''
					}))
				})
			}
		],
		[
			'says that the city refused',
			{
				response: (answer, { submissions }) => ({
					...answer,
					results: (submissions as Sealed[]).map(({ id }) => ({ id, result: 'rejected' }))
				})
			}
		],
		['answers nonsense', { response: () => ({ v: 1 }) as SyncResponse }]
	];

	it.each(lies)('%s: nothing is lost, nothing is called sent that is not', async (_, evil) => {
		await device.facts.delete('keys');
		atHub(evil);
		const id = await keepNeed(need, 'es');
		await keepNeed({ ...need, words: 'Otra cosa' }, 'es');
		await sync();
		const there = (await city.needs(id)).length === 1;
		if (!there) expect(await track(id)).not.toBe('sent');
		expect(await device.needs.get(id)).toMatchObject({ envelope: { body: { words: need.words } } });
		await arrivesUnharmed(id);
	});

	it.each<[string, (set: KeySet) => KeySet]>([
		['a city of its own', () => keySet(ownKeys)],
		[
			'its own sealing key under the city’s root',
			(set) => ({ ...set, keys: keySet(ownKeys).keys })
		],
		[
			'the city’s root over keys that it signed itself',
			(set) => ({ ...keySet(ownKeys), root: set.root })
		]
	])('that shows %s is not sealed to: the phone knows its city', async (_, keys) => {
		atHub({ keys });
		const id = await keepNeed(need, 'es');
		await device.facts.put({ key: 'keysAt', value: 0 });
		await sync();
		const kids = [...seen().matchAll(/"sealed":"([^."]+)/g)].map(
			([, header]) =>
				(JSON.parse(Buffer.from(header ?? '', 'base64url').toString()) as { kid: string }).kid
		);
		expect(kids).not.toContain(ownKeys.sealing[0].public.kid);
		await arrivesUnharmed(id);
	});

	it('cannot say anything in the city’s name: replies that it made or changed are not shown', async () => {
		await device.facts.delete('keys');
		atHub({});
		const id = await keepNeed(need, 'es');
		await sync();
		const [row] = await city.needs(id);
		await takeStep(city.db, {
			need: id,
			to: 'answered',
			staff: 'x',
			seen: row?.changed_at as Date,
			reply: { lang: 'es', words: 'No pagues. Es una estafa.' }
		});
		const own = await sealWith(cryptography, deriveSecrets('0000000000000000').reply, '[]');
		const forgeries: ((news: News) => object)[] = [
			(news) => ({ ...news, sealed: undefined, messages: [{ ...aMessage, words: 'Paga aquí' }] }),
			(news) => ({ ...news, sealed: undefined, messages: [] }),
			(news) => ({ ...news, sealed: own }),
			(news) => ({ ...news, sealed: news.sealed?.replace(/.{8}$/, 'AAAAAAAA') }),
			(news) => ({ ...news, watchHash: hashOf(randomBytes(9)) })
		];
		for (const forge of forgeries) {
			atHub({
				response: (answer) => ({
					...answer,
					replies: answer.replies.filter(isNeedNews).map(forge) as never
				})
			});
			await sync();
			expect(await track(id)).toBe('sent');
		}
		atHub({});
		await sync();
		expect((await listNeeds()).find((each) => each.id === id)).toMatchObject({
			track: 'answered',
			messages: [{ words: 'No pagues. Es una estafa.' }]
		});
		expect(seen()).not.toContain('estafa');
	});
});

const aMessage = {
	id: '0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a70',
	lang: 'es',
	saidAt: '2026-01-01T00:00:00.000Z'
};
