/** An answer that can be heard too: for whoever can read it, for nobody else, and for as long as its words are there. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret } from '../../src/lib/domain/receipt-code.ts';
import { openMedia } from '../../src/lib/domain/seal.ts';
import { withWords } from '../../src/lib/domain/sealed-news.ts';
import { isNeedNews } from '../../src/lib/domain/sync.ts';
import { readAccess, readEverything } from '../../src/lib/server/access.ts';
import { makeBackup } from '../../src/lib/server/backup.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { hashOf, photo, voice, voiceMp4 } from './media-made.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { sealedVoice } from '../../src/lib/server/reply-voices.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { runTimers } from '../../src/lib/server/retention.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { GET as sealedDoor } from '../../src/routes/api/said/[message]/[hash]/+server.ts';
import { GET as plainDoor } from '../../src/routes/said/[message]/[key]/+server.ts';
import { openEmptyDatabase } from './database.ts';
import { aNeed, aWithdrawal, newId, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let staff: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	staff = openBrowser();
	await staff.signIn('ana@city.example', password);
});
afterAll(async () => {
	await cleaningEnded();
	await city.close();
});

async function tell() {
	const secrets = newSecrets();
	const need = aNeed('Falta una rampa', { secrets, replyKey: secrets.reply });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return { id: need.id, secrets };
}

type Told = Awaited<ReturnType<typeof tell>>;

const recording = () => Buffer.concat([voice, randomBytes(40)]);

async function answer({ id }: Told, bytes: Buffer, fields: Record<string, string> = {}) {
	const { data } = await staff.open(`/staff/needs/${id}`);
	const form = new FormData();
	const seen = String(data.need.changedAt.getTime());
	const typed = { seen, kind: 'answered', words: 'La rampa se hace en mayo.', lang: 'es' };
	for (const [name, value] of Object.entries({ ...typed, ...fields })) form.append(name, value);
	form.append('voice', new File([new Uint8Array(bytes)], 'whatever.mp3', { type: 'audio/mpeg' }));
	return staff.post(`/staff/needs/${id}?/reply`, form);
}

/** The last message as her phone reads it. */
async function hear({ secrets }: Told) {
	const request = { v: 1 as const, submissions: [], watch: [secrets.watch] };
	const news = (await receive(city, request, new Date())).replies.find(isNeedNews);
	const opened = news && (await withWords(news, secrets.reply, cryptography));
	const message = opened?.messages.at(-1);
	if (!message) throw new Error('nothing was said');
	return { ...message, key: message.voice?.key ?? '', sealed: JSON.stringify(news) };
}

async function spoken(bytes = recording()) {
	const told = await tell();
	expect((await answer(told, bytes)).status).toBe(303);
	return { told, bytes, message: await hear(told) };
}

const ask = (door: typeof plainDoor, message: string, proof: string, headers = {}) => {
	const request = new Request('http://city.example/', { headers });
	return door({
		request,
		params: { message, key: proof, hash: proof }
	} as never) as Promise<Response>;
};
const sealed = sealedDoor as unknown as typeof plainDoor;
const heardBy = (id: string, message: string, browser = staff) =>
	browser.fetch(`/staff/media/${id}/said/${message}`);
const fileOf = (bytes: Buffer) => pathOf(city.dataFolder, hashOf(bytes));

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

describe('The voice goes with its words', () => {
	it('when the person takes her need back: from the doors and from the disk', async () => {
		const { told, bytes, message } = await spoken();
		await sweepMedia(city.db, city.dataFolder);
		expect(existsSync(fileOf(bytes))).toBe(true);
		await receive(city, { v: 1, submissions: [aWithdrawal(told.secrets)] }, new Date());
		await cleaningEnded();
		await sweepMedia(city.db, city.dataFolder);
		expect((await ask(plainDoor, message.id, message.key)).status).toBe(404);
		expect((await ask(sealed, message.id, hashSecret(message.key))).status).toBe(404);
		expect((await heardBy(told.id, message.id)).status).toBe(404);
		expect(existsSync(fileOf(bytes))).toBe(false);
	});

	it('but stays on the disk while another answer speaks with the same', async () => {
		const bytes = recording();
		const [one, other] = [await spoken(bytes), await spoken(bytes)];
		expect(one.message.key).not.toBe(other.message.key);
		await receive(city, { v: 1, submissions: [aWithdrawal(one.told.secrets)] }, new Date());
		await cleaningEnded();
		expect((await ask(plainDoor, other.message.id, other.message.key)).status).toBe(200);
	});

	it('when the time is over for which the city keeps words', async () => {
		const { message } = await spoken();
		await runTimers(city.db, new Date(Date.now() + 61 * 31 * 24 * 60 * 60 * 1000));
		expect((await ask(plainDoor, message.id, message.key)).status).toBe(404);
	});

	it('into a backup and back; one whose file is lost leaves its words alone', async () => {
		const [{ bytes, message }, lost] = [await spoken(), await spoken()];
		rmSync(fileOf(lost.bytes));
		const folder = mkdtempSync(join(tmpdir(), 'plaza-said-'));
		const file = join(folder, 'city.plaza');
		await makeBackup(city.db, city.dataFolder, file, 'correct horse battery staple');
		const { db, close } = await openEmptyDatabase();
		const home = join(folder, 'home');
		await restoreBackup(db, home, file, 'correct horse battery staple', { replace: false });
		await sweepMedia(db, home);
		const given = await sealedVoice(db, home, message.id, hashSecret(message.key));
		const opened = given && (await openMedia(cryptography, message.key, 0, given));
		expect(Buffer.from(opened ?? [])).toEqual(bytes);
		const row = await db
			.selectFrom('need_messages')
			.selectAll()
			.where('id', '=', lost.message.id)
			.executeTakeFirstOrThrow();
		expect(row).toMatchObject({ words: lost.message.words, voice_file: null, voice_key: null });
		await close();
		rmSync(folder, { recursive: true });
	});

	it('into what its person gets to see of all that the city has', async () => {
		const { told, bytes, message } = await spoken();
		const access = await readAccess(city.db, told.id);
		expect(access['need_messages']).toMatchObject([
			{ words: message.words, voice_type: 'audio/webm', voice_size: bytes.length }
		]);
		expect((await readEverything(city.db, city.dataFolder, told.id)).files).toEqual([
			{ type: 'audio/webm', base64: bytes.toString('base64') }
		]);
	});

	it('also to whoever reads the answer because her need is joined to another one', async () => {
		const [root, mine] = [await tell(), await tell()];
		const seenOf = async (id: string) =>
			String((await staff.open(`/staff/needs/${id}`)).data.need.changedAt.getTime());
		const join = await staff.post(`/staff/needs/${mine.id}/join?/join`, {
			...{ other: root.id, lead: root.id, seen: await seenOf(mine.id) },
			'root-other': await seenOf(root.id)
		});
		expect(join.location).toContain('thread=joined');
		const bytes = recording();
		expect((await answer(root, bytes)).status).toBe(303);
		const { access, files } = await readEverything(city.db, city.dataFolder, mine.id);
		expect(access['need_messages']).toMatchObject([
			{ voice_type: 'audio/webm', voice_size: bytes.length }
		]);
		expect(files).toEqual([{ type: 'audio/webm', base64: bytes.toString('base64') }]);
	});
});
