/** The door of voices: each sentence's sound, whole or in part, and all of a language for who keeps it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { hasSynthesiser } from '../../scripts/synthesiser.js';
import { spokenInCheckout } from '../../scripts/spoken-words.ts';
import { nameOfSentence } from '../../src/lib/domain/sentence.ts';
import { reelsSchema, type ReelHead } from '../../src/lib/domain/voice.ts';
import { soundOf, type Voices } from '../../src/lib/server/voices.ts';
import { recipe, speak } from '../../src/lib/server/voices/synthesiser.ts';
import { startPlazaOnDatabase } from './plaza-on-database.ts';
import { temporaryFolder } from './temporary-folder.ts';

const spoken = spokenInCheckout();
const [sentence = ''] = spoken('es').get('') ?? [];
const name = nameOfSentence(sentence);

describe.skipIf(!hasSynthesiser())('the door of made voices', () => {
	it('gives a sentence whole, in part, or not again; and nothing for what no sentence is called', async () => {
		const { address } = await startPlazaOnDatabase();
		const ask = (path: string, headers: Record<string, string> = {}) =>
			fetch(`${address}/voices/${path}`, { headers });

		const whole = await ask(`es/${name}`);
		expect(whole.status).toBe(200);
		expect(whole.headers.get('content-type')).toBe('audio/mpeg');
		const bytes = Buffer.from(await whole.arrayBuffer());
		expect(bytes.readUInt16BE(0) >>> 4).toBe(0xfff);
		expect(bytes.length).toBeGreaterThan(1000);

		const part = await ask(`es/${name}`, { range: 'bytes=72-143' });
		expect(part.status).toBe(206);
		expect(part.headers.get('content-range')).toBe(`bytes 72-143/${bytes.length}`);
		expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(72, 144));
		expect((await ask(`es/${name}`, { range: 'bytes=9999999-' })).status).toBe(416);

		const etag = whole.headers.get('etag') ?? '';
		expect((await ask(`es/${name}`, { 'if-none-match': etag })).status).toBe(304);
		// another file's mark: the whole of this one
		const other = await ask(`es/${name}`, { range: 'bytes=0-9', 'if-range': '"other"' });
		expect(other.status).toBe(200);

		for (const unknown of ['es/00000000000', 'es/..%2Fpackage', `xx/${name}`, 'es/x']) {
			expect((await ask(unknown)).status, unknown).toBe(404);
		}

		// all of it, in a few requests
		const { reels } = v.parse(reelsSchema, await (await fetch(`${address}/api/voices/es`)).json());
		expect(reels.length).toBeLessThanOrEqual(10);
		expect(reels.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(6_500_000);
		const names = new Set<string>();
		for (const { part: of, at, of: count, name: reelName, size } of reels) {
			const query = new URLSearchParams({ part: of, at: String(at), of: String(count) });
			const reel = Buffer.from(
				await (await fetch(`${address}/api/voices/es/reel?${query}`)).arrayBuffer()
			);
			expect(reel.length).toBe(size);
			expect(createHash('sha256').update(reel).digest('base64url')).toMatch(
				new RegExp(`^${reelName}`)
			);
			const behind = 4 + reel.readUInt32BE(0);
			const head = JSON.parse(reel.subarray(4, behind).toString()) as ReelHead;
			for (const each of Object.keys(head)) names.add(each);
			const own = head[name];
			if (own) {
				const from = behind + own[0];
				expect(reel.subarray(from, from + own[1])).toEqual(bytes);
			}
		}
		expect([...names].sort()).toEqual((spoken('es').get('') ?? []).map(nameOfSentence).sort());
		expect((await fetch(`${address}/api/voices/es/reel?part=no&at=0&of=1`)).status).toBe(404);
		expect((await fetch(`${address}/api/voices/es/reel?part=&at=x&of=1`)).status).toBe(400);
	});
});

/** The samples of an MP3, by the decoder that came with the encoder. */
function decoded(mp3: Buffer): Int16Array {
	const raw = execFileSync('lame', ['--quiet', '--mp3input', '--decode', '-t', '-', '-'], {
		input: mp3,
		stdio: ['pipe', 'pipe', 'ignore']
	});
	return new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
}
const loudest = (samples: Int16Array) =>
	samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);

it.skipIf(!hasSynthesiser())(
	'a sound is cut from many, and neither its beginning nor its end is lost',
	async () => {
		const some = (spoken('es').get('') ?? []).filter((_, at) => at % 60 === 0);
		for (const [at, sound] of (await speak('es', some)).entries()) {
			const samples = decoded(sound);
			const tenth = loudest(samples) / 10;
			expect(loudest(samples.subarray(0, 80)), some[at]).toBeLessThan(tenth);
			expect(loudest(samples.subarray(-80)), some[at]).toBeLessThan(tenth);
		}
	}
);

function voicesIn(folder: string): Voices {
	const folders = { recorded: join(folder, 'recorded'), made: join(folder, 'made') };
	for (const each of [folders.recorded, join(folders.made, recipe)]) {
		mkdirSync(join(each, 'es'), { recursive: true });
	}
	return { folders, spoken: async (lang) => spoken(lang) };
}

it('lets the voice of a person win over one that was made', async () => {
	const voices = voicesIn(temporaryFolder());
	const { made, recorded } = voices.folders;
	writeFileSync(join(made, recipe, 'es', `${name}.mp3`), 'made');
	expect(await soundOf(voices, 'es', name)).toMatchObject({ type: 'audio/mpeg' });
	writeFileSync(join(recorded, 'es', `idioma-${name}.m4a`), 'recorded');
	const { bytes, type } = (await soundOf(voices, 'es', name)) ?? {};
	expect([bytes?.toString(), type]).toEqual(['recorded', 'audio/mp4']);
});

async function withoutSynthesiser(run: () => Promise<void>): Promise<void> {
	const path = process.env['PATH'];
	process.env['PATH'] = '/nowhere';
	await run().finally(() => (process.env['PATH'] = path));
}

it('says nothing where there is no synthesiser, and goes on', async () => {
	const voices = voicesIn(temporaryFolder());
	await withoutSynthesiser(async () => {
		expect(await soundOf(voices, 'es', name)).toBeUndefined();
		expect(await soundOf(voices, 'es', name)).toBeUndefined();
	});
});

it.skipIf(!hasSynthesiser())('speaks again a minute after making a sound has failed', async () => {
	const now = performance.now.bind(performance);
	const clock = vi.spyOn(performance, 'now');
	onTestFinished(() => clock.mockRestore());
	const voices = voicesIn(temporaryFolder());
	await withoutSynthesiser(async () => void (await soundOf(voices, 'es', name)));
	expect(await soundOf(voices, 'es', name)).toBeUndefined();
	clock.mockImplementation(() => now() + 61_000);
	expect(await soundOf(voices, 'es', name)).toMatchObject({ type: 'audio/mpeg' });
});
