/** An answer to many that can be heard too: each person hears it in the language in which she reads it. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isNeedNews } from '../../src/lib/domain/sync.ts';
import { readBatch } from '../../src/lib/server/answers.ts';
import { makeBackup } from '../../src/lib/server/backup.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { runTimers } from '../../src/lib/server/retention.ts';
import { sendAnswers } from '../../src/lib/server/send-answers.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { GET as plainDoor } from '../../src/routes/said/[message]/[key]/+server.ts';
import { openEmptyDatabase } from './database.ts';
import { aNeed, aWithdrawal, newSecrets } from './invented.ts';
import { hashOf, photo, voice, voiceMp4 } from './media-made.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;
let self: string;

beforeAll(async () => {
	city = await openStaffCity();
	self = (await city.addMember('ana@city.example')).id;
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
});
afterAll(async () => {
	await cleaningEnded();
	await city.close();
});

async function tell(lang = 'es') {
	const secrets = newSecrets();
	const need = aNeed('Hace falta luz', { secrets, lang });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return { id: need.id, secrets };
}

type Told = Awaited<ReturnType<typeof tell>>;

const words = {
	'words-es': 'Arreglamos la luz.',
	'words-ar': 'نصلح المصباح.',
	'words-fr': 'Nous réparons la lampe.'
};
const typed = { kind: 'answered', fallback: 'es', ...words };

async function prepare(told: Told[], by = ana): Promise<string> {
	const page = `/staff/answers/new?/prepare&needs=${told.map(({ id }) => id).join(',')}`;
	const { location = '' } = await by.post(page, typed);
	return location.split('/').at(-1) ?? '';
}

const recording = () => Buffer.concat([voice, randomBytes(40)]);

function speak(batch: string, lang: string, bytes: Buffer, by = ana) {
	const form = new FormData();
	form.append('lang', lang);
	const file = new File([new Uint8Array(bytes)], 'whatever.mp3', { type: 'audio/mpeg' });
	form.append(`voice-${lang}`, file);
	return by.post(`/staff/answers/${batch}?/voice`, form);
}

/** A prepared answer with a voice in Spanish. */
async function spoken(told?: Told[], bytes = recording()) {
	const people = told ?? [await tell()];
	const batch = await prepare(people);
	expect((await speak(batch, 'es', bytes)).status).toBe(303);
	return { batch, bytes, people, file: pathOf(city.dataFolder, hashOf(bytes)) };
}

const send = (batch: string) => ana.post(`/staff/answers/${batch}?/send`);
const voicesIn = async (batch: string) =>
	Object.keys((await readBatch(city.db, batch))?.voices ?? {});
const heardAt = (batch: string, lang: string, by = ana) =>
	by.fetch(`/staff/answers/${batch}/said/${lang}`);
const sweep = () => sweepMedia(city.db, city.dataFolder);

/** The last message as her phone reads it, and what she hears. */
async function hear({ secrets }: Told) {
	const request = { v: 1 as const, submissions: [], watch: [secrets.watch] };
	const news = (await receive(city, request, new Date())).replies.find(isNeedNews);
	const message = news?.messages.at(-1);
	if (!message?.voice) return { message, bytes: undefined };
	const params = { message: message.id, key: message.voice.key };
	const answer = await plainDoor({ request: new Request('http://city.example/'), params } as never);
	return { message, bytes: Buffer.from(await answer.arrayBuffer()) };
}

describe('An answer to many with a voice', () => {
	it('is heard by each person in the language in which she reads it, and by nobody in another one', async () => {
		const told = [await tell('es'), await tell('ar'), await tell('fr'), await tell('sw')];
		const batch = await prepare(told);
		const [es, ar] = [recording(), recording()];
		for (const [lang, bytes] of Object.entries({ es, ar })) await speak(batch, lang, bytes);
		await send(batch);
		const [inSpanish, inArabic, inFrench, inSpanishToo] = await Promise.all(told.map(hear));
		expect(inSpanish?.bytes).toEqual(es);
		expect(inArabic?.bytes).toEqual(ar);
		expect(inArabic?.message?.voice).toMatchObject({ size: ar.length, type: 'audio/webm' });
		expect(inFrench?.message).toMatchObject({ words: words['words-fr'] });
		expect(inFrench?.message).not.toHaveProperty('voice');
		expect(inSpanishToo?.bytes).toEqual(es);
		// one file, and a key for each of them
		expect(inSpanish?.message?.voice?.key).not.toBe(inSpanishToo?.message?.voice?.key);
	});

	it('is heard before it is sent on its page, and after that for as long as somebody can', async () => {
		const { batch, bytes, people } = await spoken();
		const [preview] = (await ana.open(`/staff/answers/${batch}`)).data.previews;
		expect(preview).toMatchObject({ lang: 'es', voice: { size: bytes.length } });
		const heard = await heardAt(batch, 'es');
		expect(Buffer.from(await heard.data.arrayBuffer())).toEqual(bytes);
		expect(heard.data.headers.get('cache-control')).toBe('private, no-store');
		await send(batch);
		expect((await heardAt(batch, 'es')).status).toBe(200);
		for (const { secrets } of people) {
			await receive(city, { v: 1, submissions: [aWithdrawal(secrets)] }, new Date());
		}
		await cleaningEnded();
		expect((await heardAt(batch, 'es')).status).toBe(404);
		expect((await ana.open(`/staff/answers/${batch}`)).data.previews[0].voice).toBeUndefined();
	});

	it('comes without what its maker wrote into it', async () => {
		const note = Buffer.from('\0\0\0\x18udta+41.3850+002.173');
		const { batch } = await spoken(undefined, Buffer.concat([voiceMp4, note]));
		const heard = Buffer.from(await (await heardAt(batch, 'es')).data.arrayBuffer());
		expect(heard.subarray(0, voiceMp4.length)).toEqual(voiceMp4);
		expect(heard.includes('+41.3850')).toBe(false);
	});

	it('goes on aloud where the sending was killed in the middle', async () => {
		const told = await Promise.all(Array.from({ length: 30 }, () => tell()));
		const { batch, bytes } = await spoken(told);
		await sql`
			create function die() returns trigger language plpgsql as $$
			begin
				if (select count(*) from need_messages where batch = new.batch) = 27 then
					raise exception 'power cut';
				end if;
				return new;
			end $$`.execute(city.db);
		await sql`create trigger die before insert on need_messages for each row execute function die()`.execute(
			city.db
		);
		await expect(sendAnswers(city.db, batch, self)).rejects.toThrow('power cut');
		await sql`drop trigger die on need_messages`.execute(city.db);
		await sweep();
		await send(batch);
		const all = await Promise.all(told.map(hear));
		expect(all.filter((each) => each.bytes?.equals(bytes))).toHaveLength(30);
	});
});

describe('What cannot be heard', () => {
	const bad: [string, () => Promise<Buffer> | Buffer, string][] = [
		['nothing at all', () => Buffer.alloc(0), 'none'],
		['a page that calls itself MP3', () => Buffer.from('<script>alert(1)</script>'), 'no-sound'],
		['a photo', () => photo('#111111', 64, 64), 'no-sound'],
		['a recording above 4 MB', () => Buffer.concat([voice, Buffer.alloc(4 << 20)]), 'too-large'],
		[
			'one above all that is read',
			() => Buffer.concat([voice, Buffer.alloc(25 << 20)]),
			'too-large'
		]
	];

	it.each(bad)('(%s) is refused, and the voice that was there stays', async (_, make, problem) => {
		const { batch, bytes } = await spoken();
		const { status, data } = await speak(batch, 'es', await make());
		expect([status, data]).toEqual([400, { lang: 'es', problem }]);
		const heard = await heardAt(batch, 'es');
		expect(Buffer.from(await heard.data.arrayBuffer())).toEqual(bytes);
	});

	it('in a language that nobody of them reads, or that is none', async () => {
		const { batch } = await spoken();
		expect((await speak(batch, 'nl', recording())).status).toBe(409);
		expect((await speak(batch, 'xx', recording())).status).toBe(400);
		expect(await voicesIn(batch)).toEqual(['es']);
		for (const lang of ['nl', 'xx', '..']) expect((await heardAt(batch, lang)).status).toBe(404);
	});

	it('once it is sent: nobody’s voice is changed or taken away behind her back', async () => {
		const { batch, bytes, people } = await spoken();
		await send(batch);
		const late = await speak(batch, 'es', recording());
		expect([late.status, late.data]).toEqual([409, { lang: 'es', problem: 'late' }]);
		const taken = await ana.post(`/staff/answers/${batch}?/unvoice`, { lang: 'es' });
		expect(taken.status).toBe(409);
		expect((await hear(people[0] as Told)).bytes).toEqual(bytes);
	});

	it('in an answer that a colleague prepares; one of another department does not even hear it', async () => {
		const { batch } = await spoken();
		const [bea, cleo, reader] = [openBrowser(), openBrowser(), openBrowser()];
		await city.addMember('bea@city.example');
		await city.addMember('cleo@city.example', 'department');
		await city.addMember('reader@city.example', 'reader');
		await bea.signIn('bea@city.example', password);
		await cleo.signIn('cleo@city.example', password);
		await reader.signIn('reader@city.example', password);
		for (const [other, status] of [
			[bea, 403],
			[cleo, 404]
		] as const) {
			expect((await speak(batch, 'es', recording(), other)).status).toBe(status);
			const taken = await other.post(`/staff/answers/${batch}?/unvoice`, { lang: 'es' });
			expect(taken.status).toBe(status);
		}
		expect((await heardAt(batch, 'es', bea)).status).toBe(200);
		expect((await heardAt(batch, 'es', cleo)).status).toBe(404);
		expect((await heardAt(batch, 'es', reader)).location).toBe('/staff/refused');
		expect((await heardAt(batch, 'es', openBrowser())).location).toMatch(/^\/staff\/sign-in/);
		expect(await voicesIn(batch)).toEqual(['es']);
	});
});

describe('Words that are written anew', () => {
	it('keep the voices that still say them, let go of the others, and say so', async () => {
		const told = [await tell('es'), await tell('ar')];
		const { batch } = await spoken(told);
		await speak(batch, 'ar', recording());
		const page = `/staff/answers/new?/prepare&draft=${batch}`;
		const same = await ana.post(page, typed);
		expect(same.location).toBe(`/staff/answers/${batch}`);
		expect(await voicesIn(batch)).toEqual(['ar', 'es']);
		const other = await ana.post(page, { ...typed, 'words-ar': 'نصلح المصباح غدا.' });
		expect(other.location).toBe(`/staff/answers/${batch}?unsaid=ar`);
		expect((await ana.open(other.location ?? '')).data.unsaid).toEqual(['ar']);
		expect(await voicesIn(batch)).toEqual(['es']);
		await send(batch);
		expect((await hear(told[0] as Told)).bytes).toBeDefined();
		expect((await hear(told[1] as Told)).bytes).toBeUndefined();
	});
});

describe('On the disk', () => {
	it('a prepared voice outlives a sweep; one that was taken away or replaced does not', async () => {
		const { batch, file } = await spoken();
		await sweep();
		expect(existsSync(file)).toBe(true);
		const next = recording();
		await speak(batch, 'es', next);
		await sweep();
		expect(existsSync(file)).toBe(false);
		const there = pathOf(city.dataFolder, hashOf(next));
		expect(existsSync(there)).toBe(true);
		expect((await ana.post(`/staff/answers/${batch}?/unvoice`, { lang: 'es' })).status).toBe(303);
		await sweep();
		expect(existsSync(there)).toBe(false);
	});

	it('a voice that was sent goes when the last person who hears it takes her need back', async () => {
		const { batch, file, people } = await spoken([await tell(), await tell()]);
		await send(batch);
		for (const [at, { secrets }] of people.entries()) {
			await sweep();
			expect([at, existsSync(file)]).toEqual([at, true]);
			await receive(city, { v: 1, submissions: [aWithdrawal(secrets)] }, new Date());
			await cleaningEnded();
		}
		await sweep();
		expect(existsSync(file)).toBe(false);
	});

	it('what was prepared and not sent for a week leaves no file, whoever prepared it', async () => {
		const { batch, file } = await spoken();
		const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60 * 1000);
		await runTimers(city.db, days(6));
		expect(await readBatch(city.db, batch)).toBeDefined();
		await runTimers(city.db, days(8));
		await sweep();
		expect(await readBatch(city.db, batch)).toBeUndefined();
		expect(existsSync(file)).toBe(false);
	});

	it('a backup holds a prepared voice; one whose file is lost leaves the words alone', async () => {
		const { batch, bytes } = await spoken([await tell('es'), await tell('ar')]);
		const lost = recording();
		await speak(batch, 'ar', lost);
		rmSync(pathOf(city.dataFolder, hashOf(lost)));
		const folder = mkdtempSync(join(tmpdir(), 'plaza-said-'));
		const [file, home] = [join(folder, 'city.plaza'), join(folder, 'home')];
		await makeBackup(city.db, city.dataFolder, file, 'correct horse battery staple');
		const { db, close } = await openEmptyDatabase();
		await restoreBackup(db, home, file, 'correct horse battery staple', { replace: false });
		await sweepMedia(db, home);
		const { voices, texts } = (await readBatch(db, batch)) ?? {};
		expect(Object.keys(voices ?? {})).toEqual(['es']);
		expect(texts?.ar).toBe(words['words-ar']);
		expect(existsSync(pathOf(home, hashOf(bytes)))).toBe(true);
		await close();
		rmSync(folder, { recursive: true });
	});
});
