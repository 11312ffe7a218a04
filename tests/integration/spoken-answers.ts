// An answer to many that is spoken: how it gets its voices, and what each person hears of it.
import { randomBytes } from 'node:crypto';
import { afterAll, expect } from 'vitest';
import { readBatch } from '../../src/lib/server/answers.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { GET as plainDoor } from '../../src/routes/said/[message]/[key]/+server.ts';
import {
	ana,
	batchIn,
	city,
	heard,
	openAnsweringCity,
	prepare,
	tell,
	type Told
} from './answering-city.ts';
import { hashOf, voice } from './media-made.ts';

/** Before the tests of a file the city opens; it closes after them, when all that was taken back is away. */
export function openSpeakingCity(): void {
	openAnsweringCity();
	afterAll(cleaningEnded);
}

export const words = {
	'words-es': 'Arreglamos la luz.',
	'words-ar': 'نصلح المصباح.',
	'words-fr': 'Nous réparons la lampe.'
};
export const typed = { kind: 'answered', fallback: 'es', ...words };

export const prepareSpoken = async (told: Told[]) =>
	batchIn(
		await prepare(
			told.map(({ id }) => id),
			words
		)
	);

export const recording = () => Buffer.concat([voice, randomBytes(40)]);

export function speak(batch: string, lang: string, bytes: Buffer, by = ana) {
	const form = new FormData();
	form.append('lang', lang);
	const file = new File([new Uint8Array(bytes)], 'whatever.mp3', { type: 'audio/mpeg' });
	form.append(`voice-${lang}`, file);
	return by.post(`/staff/answers/${batch}?/voice`, form);
}

/** A prepared answer with a voice in Spanish. */
export async function spoken(told?: Told[], bytes = recording()) {
	const people = told ?? [await tell()];
	const batch = await prepareSpoken(people);
	expect((await speak(batch, 'es', bytes)).status).toBe(303);
	return { batch, bytes, people, file: pathOf(city.dataFolder, hashOf(bytes)) };
}

export const send = (batch: string) => ana.post(`/staff/answers/${batch}?/send`);
export const voicesIn = async (batch: string) =>
	Object.keys((await readBatch(city.db, batch))?.voices ?? {});
export const heardAt = (batch: string, lang: string, by = ana) =>
	by.fetch(`/staff/answers/${batch}/said/${lang}`);
export const sweep = () => sweepMedia(city.db, city.dataFolder);

/** The last message as her phone reads it, and what she hears. */
export async function hear(told: Told) {
	const news = await heard(told);
	const message = news?.messages.at(-1);
	if (!message?.voice) return { message, bytes: undefined };
	const params = { message: message.id, key: message.voice.key };
	const answer = await plainDoor({ request: new Request('http://city.example/'), params } as never);
	return { message, bytes: Buffer.from(await answer.arrayBuffer()) };
}
