/** The last piece of a recording or photo, and what comes between: what is over is over, and nobody loses what she shares. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, describe, afterEach } from 'vitest';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { canonicalText } from '../../src/lib/domain/fingerprint.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { deriveSecrets, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { sealFor, sealMedia, sealOverhead } from '../../src/lib/domain/seal.ts';
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

async function sealed(envelope: EnvelopeOf<'need'>, bytes: Buffer) {
	const key = envelope.mediaKey ?? '';
	return Buffer.from(await sealMedia(cryptography, key, 0, new Uint8Array(bytes)));
}

const unique = () => Buffer.concat([voice, randomBytes(6)]);
const bring = (bytes: Buffer) =>
	receivePiece(cityMedia(city.db, here().dataFolder), hashOf(bytes), 0, bytes);

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

describe('sealed media in which nobody finds the promised bytes', () => {
	it.each(['cannot be opened', 'hold others'])(
		'when they %s are refused: no receipt, and the promised ones may still come',
		async (how) => {
			const promised = unique();
			const { envelope } = told(promised);
			const others = unique();
			const box = await sealed(envelope, others);
			const noise = how === 'hold others' ? box : randomBytes(box.length);
			const letter = await letterWith(envelope, noise);
			expect(await send(letter)).toMatchObject({ result: 'incomplete' });
			expect(await bring(noise)).toMatchObject({ refused: 'malformed' });
			expect(await send(letter)).toMatchObject({ result: 'incomplete', missing: [hashOf(noise)] });
			expect(await mediaOf(envelope.id)).toMatchObject([{ arrived_at: null, shown: null }]);
			expect(existsSync(pathOf(here().dataFolder, hashOf(others)))).toBe(false);
			expect(existsSync(join(here().dataFolder, 'media/arriving', hashOf(noise)))).toBe(false);
			await send(envelope);
			await bring(promised);
			expect(await send(letter)).toMatchObject({ receipt: { id: envelope.id } });
			expect(await mediaOf(envelope.id)).toMatchObject([{ shown: hashOf(promised) }]);
		}
	);

	it.each(['first', 'last'])(
		'do not disturb another to whom the same bytes were promised, told %s',
		async (when) => {
			const promised = unique();
			const { envelope } = told(promised);
			const box = await sealed(envelope, promised);
			const letter = await letterWith(envelope, box);
			const intruder = await letterWith(told(unique()).envelope, box);
			for (const each of when === 'first' ? [letter, intruder] : [intruder, letter]) {
				await send(each);
			}
			expect(await bring(box)).toMatchObject({ offset: box.length });
			// a phone that did not hear it brings nothing twice
			expect(await bring(box)).toMatchObject({ refused: 'not-found' });
			expect(await send(letter)).toMatchObject({ receipt: { id: envelope.id } });
			expect(await send(intruder)).toMatchObject({ result: 'incomplete' });
		}
	);
});

describe('the bytes of one place', () => {
	it('end the waiting of that place alone', async () => {
		const [mine, hers] = [unique(), unique()];
		const [{ envelope }, { envelope: other }] = [told(mine), told(hers)];
		for (const each of [envelope, other]) await send(each);
		await bring(mine);
		expect(await send(envelope)).toMatchObject({ receipt: { id: envelope.id } });
		expect(await bring(hers)).toMatchObject({ offset: hers.length });
		expect(await send(other)).toMatchObject({ receipt: { id: other.id } });
	});

	it('that are not its own end nobody else’s waiting, nor its own for the right ones', async () => {
		const [mine, hers, more] = [unique(), unique(), unique()];
		const { envelope } = told(mine);
		const box = await sealed(envelope, mine);
		const other = { ...told(hers).envelope, media: [itemOf(hers), itemOf(more, 'image/jpeg')] };
		const lies = await letterWith(other, box);
		const second = { sha256: hashOf(unique()), size: more.length + sealOverhead };
		await send(other);
		const there = await send({ ...lies, media: [...lies.media, second] });
		expect(there).toMatchObject({ missing: [hashOf(box), second.sha256] });
		await send(await letterWith(envelope, box));
		expect(await bring(box)).toMatchObject({ offset: box.length });
		for (const bytes of [hers, more])
			expect(await bring(bytes)).toMatchObject({ offset: bytes.length });
		expect(await send(other)).toMatchObject({ receipt: { id: other.id } });
	});

	it('are not said to be here while only their sealed form is awaited', async () => {
		const mine = unique();
		const { envelope } = told(mine);
		await send(await letterWith(envelope, await sealed(envelope, mine)));
		expect(await bring(mine)).toMatchObject({ refused: 'not-found' });
	});

	it('are opened with the key in the envelope, where the city had not noted it', async () => {
		const mine = unique();
		const { envelope } = told(mine);
		const box = await sealed(envelope, mine);
		const letter = await letterWith(envelope, box);
		await send(letter);
		await city.db.updateTable('media_awaited').set({ key: null }).execute();
		expect(await bring(box)).toMatchObject({ offset: box.length });
		expect(await send(letter)).toMatchObject({ receipt: { id: envelope.id } });
	});

	it('leave nothing on the disk when they are taken back at the last moment', async () => {
		const mine = unique();
		const { code, envelope } = told(mine);
		await send(envelope);
		const expected = await cityMedia(city.db, here().dataFolder).expected(hashOf(mine));
		await send(aWithdrawal(deriveSecrets(code)));
		await cleaningEnded();
		await expected?.keep?.(Buffer.from(mine));
		expect(existsSync(pathOf(here().dataFolder, hashOf(mine)))).toBe(false);
	});

	it('in which nothing can be heard are looked for no more as a recording; those of others are', async () => {
		const [noise, heard] = [randomBytes(5000), unique()];
		const [{ envelope }, { envelope: other }] = [told(noise), told(heard)];
		for (const each of [envelope, other]) await send(each);
		for (const bytes of [heard, noise]) await bring(bytes);
		const hasVoice = async ({ id }: { id: string }) =>
			city.db.selectFrom('needs').select('has_voice').where('id', '=', id).execute();
		expect(await hasVoice(envelope)).toEqual([{ has_voice: false }]);
		expect(await hasVoice(other)).toEqual([{ has_voice: true }]);
	});
});

describe('bytes that two people have told', () => {
	it.each([-1, 1])(
		'arrive though the other says that they are longer or shorter by %i',
		async (wrong) => {
			const bytes = Buffer.concat([voice, randomBytes(8)]);
			const { envelope } = told(bytes);
			const item = { ...itemOf(bytes), size: bytes.length + wrong };
			const other = { ...told(bytes).envelope, media: [item] };
			const store = cityMedia(city.db, here().dataFolder);
			for (const each of [other, envelope]) await send(each);
			await receivePiece(store, hashOf(bytes), 0, bytes.subarray(0, 100));
			const last = await receivePiece(store, hashOf(bytes), 100, bytes.subarray(100));
			expect(last).toMatchObject({ offset: bytes.length });
			expect(await send(envelope)).toMatchObject({ receipt: { id: envelope.id } });
		}
	);

	it('are whole again at the city, where its disk had changed them, once the second has brought hers', async () => {
		const bytes = Buffer.concat([voice, randomBytes(8)]);
		const store = cityMedia(city.db, here().dataFolder);
		const path = pathOf(here().dataFolder, hashOf(bytes));
		for (const { envelope } of [told(bytes), told(bytes)]) {
			await send(envelope);
			await receivePiece(store, hashOf(bytes), 0, bytes);
			expect(readFileSync(path).equals(bytes)).toBe(true);
			writeFileSync(path, Buffer.alloc(bytes.length));
		}
	});

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
