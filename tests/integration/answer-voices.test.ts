/** An answer to many that can be heard too: each person hears it in the language in which she reads it. */
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { receive } from '../../src/lib/server/receive.ts';
import { sendAnswers } from '../../src/lib/server/send-answers.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { ana, city, enter, staff, tell, type Told } from './answering-city.ts';
import { aWithdrawal } from './invented.ts';
import { photo, voice, voiceMp4 } from './media-made.ts';
import {
	hear,
	heardAt,
	openSpeakingCity,
	prepareSpoken,
	recording,
	send,
	speak,
	spoken,
	sweep,
	typed,
	voicesIn,
	words
} from './spoken-answers.ts';
import { openBrowser } from './staff-browser.ts';

openSpeakingCity();

describe('An answer to many with a voice', () => {
	it('is heard by each person in the language in which she reads it, and by nobody in another one', async () => {
		const told = [await tell('es'), await tell('ar'), await tell('fr'), await tell('sw')];
		const batch = await prepareSpoken(told);
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
		await expect(sendAnswers(city.db, batch, staff)).rejects.toThrow('power cut');
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
		await city.addMember('bea@city.example');
		await city.addMember('cleo@city.example', 'department');
		await city.addMember('reader@city.example', 'reader');
		const bea = await enter('bea@city.example');
		const cleo = await enter('cleo@city.example');
		const reader = await enter('reader@city.example');
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
