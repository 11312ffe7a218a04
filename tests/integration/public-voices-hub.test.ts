/** What the city says to everybody aloud is heard at a lab too, also when the city is away, and no longer than it is said. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { foundCity, meetCity, openLab, type Server } from '../faults/lab.ts';
import { keepFile } from '../../src/lib/server/media/files.ts';
import { changePublicReply, sayPublicly } from '../../src/lib/server/public-replies.ts';
import { setPublicVoice } from '../../src/lib/server/public-voices.ts';
import { hashOf, voice } from './media-made.ts';

const texts = { es: { said: 'Falta una rampa.', done: 'La rampa está desde mayo.' } };

/** Says it aloud at the city: with the file there, or without it. */
async function sayAloud(city: Server, bytes: Buffer, isThere = true): Promise<string> {
	const { db } = city.database;
	const id = await sayPublicly(
		db,
		{ place: null, texts },
		{ staff: 'somebody', need: null },
		new Date()
	);
	if (isThere) await keepFile(city.folder, bytes);
	const file = { file: hashOf(bytes), type: 'audio/webm', size: bytes.length };
	await setPublicVoice(db, { id, revision: 1, lang: 'es' }, file, 'somebody');
	return id;
}

async function heardAt({ address }: Server, bytes: Buffer): Promise<Buffer | number> {
	const answer = await fetch(`${address}/public-voices/${hashOf(bytes)}`);
	return answer.ok ? Buffer.from(await answer.arrayBuffer()) : answer.status;
}

it('a hub hands it on, keeps it while the city is away, and gives it no longer than the city says it', async () => {
	const [bytes, unasked, lost] = [0, 1, 2].map(() => Buffer.concat([voice, randomBytes(40)])) as [
		Buffer,
		Buffer,
		Buffer
	];
	const city = await foundCity();
	const id = await sayAloud(city, bytes);
	await sayAloud(city, unasked);
	await sayAloud(city, lost, false);
	const lab = await openLab(city);
	await meetCity(lab);
	const page = await (await fetch(`${lab.address}/es/sessions`)).text();
	expect(page).toContain(hashOf(bytes));
	expect(await heardAt(lab, bytes)).toEqual(bytes);
	expect(await heardAt(lab, lost)).toBe(404);
	await city.stop();
	expect(await heardAt(lab, bytes)).toEqual(bytes);
	// nobody asked for this one while the city could be reached
	expect(await heardAt(lab, unasked)).toBe(404);

	await city.start();
	await changePublicReply(city.database.db, { id, revision: 2 }, null, 'somebody', new Date());
	await meetCity(lab);
	expect(await heardAt(city, bytes)).toBe(404);
	expect(await heardAt(lab, bytes)).toBe(404);
	expect(await heardAt(lab, unasked)).toEqual(unasked);
});
