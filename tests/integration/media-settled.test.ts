/** The last piece of a recording or photo, and what comes between: what is over is over, and nobody loses what she shares. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, describe, afterEach } from 'vitest';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { canonicalText } from '../../src/lib/domain/fingerprint.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { deriveSecrets, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { sealFor, sealMedia } from '../../src/lib/domain/seal.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { cityMedia } from '../../src/lib/server/media/city-store.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { receivePiece, type Expected } from '../../src/lib/server/media/receive.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { cityWithDoor } from './city-with-door.ts';
import { aWithdrawal, newId } from './invented.ts';
import { hashOf, itemOf, voice } from './media-made.ts';
import { temporaryFolder } from './temporary-folder.ts';

const city = cityWithDoor();
const here = () => city.door.city;
afterEach(cleaningEnded);

async function send(submission: unknown) {
	const { results } = await receive(here(), { v: 1, submissions: [submission] }, new Date());
	return results[0];
}

function told(bytes: Buffer) {
	const code = makeReceiptCode(randomBytes(10));
	const form = { topic: 'access', words: 'Escucha', place: null, publish: false } as const;
	return { code, envelope: makeEnvelope(form, 'es', { id: newId(), code }, [itemOf(bytes)]) };
}

const mediaOf = (id: string) =>
	city.db.selectFrom('media').selectAll().where('submission', '=', id).execute();

async function letterWith(envelope: EnvelopeOf<'need'>, bytes: Buffer) {
	const key = here().keys.sealing[0]?.public;
	if (!key) throw new Error('this city has no key');
	return {
		id: envelope.id,
		sealed: await sealFor(cryptography, key, canonicalText(envelope)),
		media: [{ sha256: hashOf(bytes), size: bytes.length }]
	};
}

describe('a piece', () => {
	const size = voice.length;

	/** Sends a first piece to a store that says, when it is asked, what it knows; is anything on its way when it answers? */
	async function receiveFirst(piece: Buffer, ...says: (Expected | undefined)[]) {
		const dataFolder = temporaryFolder();
		const store = { dataFolder, expected: () => Promise.resolve(says.shift()) };
		const answer = await receivePiece(store, hashOf(voice), 0, piece);
		// asked before anything else is awaited
		return { answer, isOnItsWay: existsSync(join(dataFolder, 'media/arriving', hashOf(voice))) };
	}

	it.each([
		[
			'whose need is taken back while it is written',
			voice.subarray(0, 10),
			{ refused: 'not-found' }
		],
		['that ends other bytes than were promised', Buffer.alloc(size, 'x'), { refused: 'hash' }],
		['that is the last', voice, { offset: size, size }]
	])('%s leaves nothing on its way when that is said', async (_, piece, said) => {
		const known = { size, keep: () => Promise.resolve(true) };
		const { answer, isOnItsWay } = await receiveFirst(piece, known);
		expect(answer).toMatchObject(said);
		expect(isOnItsWay).toBe(false);
	});
});

describe('sealed media in which are not the promised bytes', () => {
	it.each(['cannot be opened', 'hold others'])(
		'when they %s are not taken, and it has no receipt before the right ones are here',
		async (how) => {
			const spoken = Buffer.concat([voice, randomBytes(6)]);
			const { envelope } = told(spoken);
			const others = Buffer.concat([voice, randomBytes(6)]);
			const key = envelope.mediaKey ?? '';
			const box = Buffer.from(await sealMedia(cryptography, key, 0, new Uint8Array(others)));
			const sealed = how === 'hold others' ? box : randomBytes(box.length);
			const letter = await letterWith(envelope, sealed);
			expect(await send(letter)).toMatchObject({ result: 'incomplete' });
			const store = cityMedia(city.db, here().dataFolder);
			const refused = await receivePiece(store, hashOf(sealed), 0, sealed);
			expect(refused).toMatchObject({ refused: 'malformed' });
			expect(await mediaOf(envelope.id)).toMatchObject([{ arrived_at: null }]);
			expect(await send(letter)).toMatchObject({ result: 'incomplete' });
			expect(existsSync(pathOf(here().dataFolder, hashOf(others)))).toBe(false);
			const right = Buffer.from(await sealMedia(cryptography, key, 0, new Uint8Array(spoken)));
			const whole = await letterWith(envelope, right);
			await send(whole);
			await receivePiece(store, hashOf(right), 0, right);
			expect(await send(whole)).toMatchObject({ receipt: { id: envelope.id } });
			expect(existsSync(pathOf(here().dataFolder, hashOf(spoken)))).toBe(true);
		}
	);
});

describe('sealed bytes that somebody lists whose they are not', () => {
	it('are kept for whom they are, and she is not asked to bring them again', async () => {
		const { envelope } = told(Buffer.concat([voice, randomBytes(6)]));
		const other = told(Buffer.concat([voice, randomBytes(6)])).envelope;
		const key = envelope.mediaKey ?? '';
		const spoken = Buffer.concat([voice, randomBytes(6)]);
		const mine = { ...envelope, media: [itemOf(spoken)] };
		const sealed = Buffer.from(await sealMedia(cryptography, key, 0, new Uint8Array(spoken)));
		const letter = await letterWith(mine, sealed);
		const liar = await letterWith(other, sealed);
		await send(liar);
		await send(letter);
		const store = cityMedia(city.db, here().dataFolder);
		const taken = { offset: sealed.length, size: sealed.length };
		expect(await receivePiece(store, hashOf(sealed), 0, sealed)).toEqual(taken);
		expect(await send(letter)).toMatchObject({ receipt: { id: mine.id } });
		expect(await store.expected(hashOf(sealed))).toBeUndefined();
		expect(await send(liar)).toMatchObject({ result: 'incomplete' });
	});
});

describe('bytes that two people have told', () => {
	it.each(['first', 'second'])(
		'stay for one when the other takes hers back, the %s, at the last moment',
		async (whose) => {
			const bytes = Buffer.concat([voice, randomBytes(7)]);
			const both = [told(bytes), told(bytes)].sort((a, b) =>
				a.envelope.id < b.envelope.id ? -1 : 1
			);
			for (const { envelope } of both) await send(envelope);
			const expected = await cityMedia(city.db, here().dataFolder).expected(hashOf(bytes));
			const [gone, stays] = whose === 'first' ? both : both.toReversed();
			await send(aWithdrawal(deriveSecrets(gone?.code ?? '')));
			await expected?.keep?.(Buffer.from(bytes));
			expect(await mediaOf(gone?.envelope.id ?? '')).toEqual([]);
			expect(await send(stays?.envelope)).toMatchObject({ receipt: { id: stays?.envelope.id } });
			expect(existsSync(pathOf(here().dataFolder, hashOf(bytes)))).toBe(true);
			await sweepMedia(city.db, here().dataFolder);
			expect(existsSync(pathOf(here().dataFolder, hashOf(bytes)))).toBe(true);
		}
	);
});
