/** Staff who answer with a recording, and whoever hears it, for tests. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { withWords } from '../../src/lib/domain/sealed-news.ts';
import { isNeedNews } from '../../src/lib/domain/sync.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { voice } from './media-made.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { GET as sealedDoor } from '../../src/routes/api/said/[message]/[hash]/+server.ts';
import { GET as plainDoor } from '../../src/routes/said/[message]/[key]/+server.ts';
import { aNeed, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

export let city: StaffCity;
export let staff: Browser;

/** One city for all tests of a file, and who answers there. */
export function openSpeaking(): void {
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
}

/** Somebody tells a need, from a phone that seals its answers. */
export async function tell() {
	const secrets = newSecrets();
	const need = aNeed('Falta una rampa', { secrets, replyKey: secrets.reply });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return { id: need.id, secrets };
}

/** What was told. */
export type Told = Awaited<ReturnType<typeof tell>>;

/** A recording that nobody else has. */
export const recording = () => Buffer.concat([voice, randomBytes(40)]);

/** Staff answer with words and a file, as the form sends it. */
export async function answer({ id }: Told, bytes: Buffer, fields: Record<string, string> = {}) {
	const { data } = await staff.open(`/staff/needs/${id}`);
	const form = new FormData();
	const seen = String(data.need.changedAt.getTime());
	const typed = { seen, kind: 'answered', words: 'La rampa se hace en mayo.', lang: 'es' };
	for (const [name, value] of Object.entries({ ...typed, ...fields })) form.append(name, value);
	form.append('voice', new File([new Uint8Array(bytes)], 'whatever.mp3', { type: 'audio/mpeg' }));
	return staff.post(`/staff/needs/${id}?/reply`, form);
}

/** The last message as her phone reads it. */
export async function hear({ secrets }: Told) {
	const request = { v: 1 as const, submissions: [], watch: [secrets.watch] };
	const news = (await receive(city, request, new Date())).replies.find(isNeedNews);
	const opened = news && (await withWords(news, secrets.reply, cryptography));
	const message = opened?.messages.at(-1);
	if (!message) throw new Error('nothing was said');
	return { ...message, key: message.voice?.key ?? '', sealed: JSON.stringify(news) };
}

/** A need that was answered with a recording, and the answer as her phone reads it. */
export async function spoken(bytes = recording()) {
	const told = await tell();
	expect((await answer(told, bytes)).status).toBe(303);
	return { told, bytes, message: await hear(told) };
}

/** Asks a door for a recording. */
export const ask = (door: typeof plainDoor, message: string, proof: string, headers = {}) => {
	const request = new Request('http://city.example/', { headers });
	return door({
		request,
		params: { message, key: proof, hash: proof }
	} as never) as Promise<Response>;
};
/** The door for whoever hands it on. */
export const sealed = sealedDoor as unknown as typeof plainDoor;
/** Staff listen to it on the page of the need. */
export const heardBy = (id: string, message: string, browser = staff) =>
	browser.fetch(`/staff/media/${id}/said/${message}`);
