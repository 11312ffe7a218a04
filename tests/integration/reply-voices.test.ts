/** An answer that can be heard too: for whoever can read it, and for nobody else. */
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { hashSecret } from '../../src/lib/domain/receipt-code.ts';
import { openMedia } from '../../src/lib/domain/seal.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { photo, voice, voiceMp4 } from './media-made.ts';
import { GET as plainDoor } from '../../src/routes/said/[message]/[key]/+server.ts';
import { newId } from './invented.ts';
import { openBrowser } from './staff-browser.ts';
import {
	city,
	staff,
	tell,
	recording,
	answer,
	hear,
	spoken,
	ask,
	sealed,
	heardBy,
	openSpeaking
} from './speaking.ts';

openSpeaking();

describe('An answer with a voice', () => {
	it('is heard, byte for byte, by whoever can read it, also where others hand it on', async () => {
		const { bytes, message } = await spoken();
		expect(message.words).toBe('La rampa se hace en mayo.');
		expect(message.voice).toEqual({
			key: expect.stringMatching(/^[\w-]{43}$/),
			size: bytes.length,
			type: 'audio/webm'
		});
		// nobody on the way learns the key
		expect(message.sealed).not.toContain(message.key);
		const plain = await ask(plainDoor, message.id, message.key);
		expect(Buffer.from(await plain.arrayBuffer())).toEqual(bytes);
		expect(plain.headers.get('content-type')).toBe('audio/webm');
		expect(plain.headers.get('cache-control')).toBe('private, no-store');
		const part = await ask(plainDoor, message.id, message.key, { range: 'bytes=2-5' });
		expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(2, 6));
		const closed = await ask(sealed, message.id, hashSecret(message.key));
		const given = new Uint8Array(await closed.arrayBuffer());
		expect(Buffer.from(given).includes(bytes.subarray(100, 140))).toBe(false);
		const opened = await openMedia(cryptography, message.key, 0, given);
		expect(Buffer.from(opened ?? [])).toEqual(bytes);
	});

	it('is for nobody who has not the proof: neither another’s key, nor its hash, nor nothing', async () => {
		const [{ message }, other] = [await spoken(), await spoken()];
		const wrong = [other.message.key, hashSecret(message.key), '', 'x', message.key.slice(1)];
		for (const key of wrong) {
			expect((await ask(plainDoor, message.id, key)).status, key).toBe(404);
		}
		for (const hash of [hashSecret(other.message.key), message.key, '']) {
			expect((await ask(sealed, message.id, hash)).status, hash).toBe(404);
		}
		for (const id of [newId(), 'x', '../../keys.json']) {
			expect((await ask(plainDoor, id, message.key)).status, id).toBe(404);
		}
	});

	it('is heard by staff on the page of the need, and by nobody who is not signed in', async () => {
		const [{ told, bytes, message }, other] = [await spoken(), await spoken()];
		const { need } = (await staff.open(`/staff/needs/${told.id}`)).data;
		expect(need.messages).toMatchObject([{ id: message.id, spoken: true }]);
		expect(JSON.stringify(need)).not.toContain(message.key);
		const heard = await heardBy(told.id, message.id);
		expect(Buffer.from(await heard.data.arrayBuffer())).toEqual(bytes);
		expect((await heardBy(told.id, message.id, openBrowser())).status).toBe(303);
		expect((await heardBy(told.id, other.message.id)).status).toBe(404);
		expect((await heardBy(told.id, 'x')).status).toBe(404);
	});

	it('comes without what its maker wrote into it', async () => {
		const note = Buffer.from('\0\0\0\x18udta+41.3850+002.173');
		const { message } = await spoken(Buffer.concat([voiceMp4, note]));
		const plain = await ask(plainDoor, message.id, message.key);
		const bytes = Buffer.from(await plain.arrayBuffer());
		expect(bytes.subarray(0, voiceMp4.length)).toEqual(voiceMp4);
		expect(bytes.includes('+41.3850')).toBe(false);
	});

	it('reaches everybody whose need is joined to the one that was answered', async () => {
		const [root, joined] = [await tell(), await tell()];
		await sql`update needs set state = 'joined', joined_to = ${root.id} where id = ${joined.id}`.execute(
			city.db
		);
		const bytes = recording();
		await answer(root, bytes);
		const message = await hear(joined);
		const plain = await ask(plainDoor, message.id, message.key);
		expect(Buffer.from(await plain.arrayBuffer())).toEqual(bytes);
		expect((await heardBy(joined.id, message.id)).status).toBe(200);
	});
});

describe('A file that cannot be heard', () => {
	const bad: [string, () => Promise<Buffer> | Buffer, string][] = [
		['a page that calls itself MP3', () => Buffer.from('<script>alert(1)</script>'), 'no-sound'],
		['a photo', () => photo('#111111', 64, 64), 'no-sound'],
		['a recording above 4 MB', () => Buffer.concat([voice, Buffer.alloc(4 << 20)]), 'too-large'],
		[
			'one above all that is read',
			() => Buffer.concat([voice, Buffer.alloc(25 << 20)]),
			'too-large'
		]
	];

	it.each(bad)('(%s) is refused, nothing is said, and the words stay', async (_, make, problem) => {
		const told = await tell();
		const { status, data } = await answer(told, await make());
		expect(status).toBe(400);
		expect(data.problems).toEqual({ voice: problem });
		expect(data.typed).toMatchObject({ words: 'La rampa se hace en mayo.', kind: 'answered' });
		await expect(hear(told)).rejects.toThrow('nothing was said');
	});

	it('is asked for again where something else was to be looked at, or somebody was quicker', async () => {
		const told = await tell();
		const blank = await answer(told, recording(), { words: ' ' });
		expect(blank.data.problems).toEqual({ words: 'words-missing', voice: 'again' });
		const late = await answer(told, recording(), { seen: '0' });
		expect(late.status).toBe(409);
		expect(late.data.problems).toEqual({ voice: 'again' });
		expect(late.data.typed.words).toBe('La rampa se hace en mayo.');
		await expect(hear(told)).rejects.toThrow('nothing was said');
	});

	it('may be none at all: an answer needs no voice', async () => {
		const told = await tell();
		expect((await answer(told, Buffer.alloc(0))).status).toBe(303);
		expect(await hear(told)).not.toHaveProperty('voice');
	});
});
