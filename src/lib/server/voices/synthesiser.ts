/** Debian's speech synthesiser (espeak-ng) and MP3 encoder (lame): many sentences in one run of each. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Language } from '../../domain/language.ts';
import { joined, partOfMp3, pause, sentencesOfSound } from './cut.ts';

const voices: Record<Language, string> = {
	ca: 'ca',
	es: 'es',
	it: 'it',
	fr: 'fr-fr',
	nl: 'nl',
	en: 'en-gb',
	pt: 'pt-br',
	ar: 'ar'
};

/** For people who learn: espeak-ng speaks 175 words a minute by itself. */
const wordsPerMinute = '135';

/** Mono, 16 kHz, 16 kbit/s, no frame that leans on another: see docs/decisions/listen.md. */
const encoding = ['-t', '-m', 'm', '--resample', '16', '-b', '16', '--nores', '-q', '9'];

const rate = 22_050;

/** Seconds of silence around each sentence before it is encoded: more than an encoder looks around. */
const gap = 0.25;

/** Changes when the same sentence would sound different. */
export const recipe = createHash('sha256')
	.update(JSON.stringify([voices, wordsPerMinute, encoding, gap, 6]))
	.digest('hex')
	.slice(0, 8);

/**
 * The sounds of some sentences as MP3, in their order.
 * @throws where there is no synthesiser, or it does not what it should
 */
export async function speak(lang: Language, sentences: readonly string[]): Promise<Buffer[]> {
	const words = sentences.map(escaped).join(`\n<break time="${pause * 1000}ms"/>\n`);
	const sound = await run(
		'espeak-ng',
		['-v', voices[lang], '-s', wordsPerMinute, '-m', '--stdin', '--stdout'],
		Buffer.from(`<speak>${words}</speak>`)
	);
	// behind the head of a WAV file; a copy, because samples begin at even places only
	const samples = new Int16Array(
		sound.buffer.slice(sound.byteOffset + 44, sound.byteOffset + sound.length - (sound.length % 2))
	);
	const found = sentencesOfSound(samples, rate);
	const [only, ...more] = sentences;
	if (found.length !== sentences.length && only !== undefined && more.length > 0) {
		const half = Math.ceil(sentences.length / 2);
		return [
			...(await speak(lang, sentences.slice(0, half))),
			...(await speak(lang, sentences.slice(half)))
		];
	}
	// a single sentence may have a long pause of its own; one without any sound stays without
	const places = more.length > 0 ? found : wholeOf(found);
	if (places.length === 0) return sentences.map(() => Buffer.alloc(0));
	const { whole, seconds } = joined(samples, places, rate, gap);
	const raw = ['-r', '-s', '22.05', '--bitwidth', '16', '--signed', '--little-endian'];
	const file = await run(
		'lame',
		['--quiet', ...raw, ...encoding, '-', '-'],
		Buffer.from(whole.buffer)
	);
	return seconds.map((place) => partOfMp3(file, place));
}

function wholeOf(found: [number, number][]): [number, number][] {
	const [first] = found;
	const last = found.at(-1);
	return first && last ? [[first[0], last[1]]] : [];
}

function escaped(sentence: string): string {
	return sentence.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function run(program: string, args: string[], input: Buffer): Promise<Buffer> {
	return new Promise((done, failed) => {
		const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
		const output: Buffer[] = [];
		child.stdout.on('data', (part: Buffer) => output.push(part));
		child.once('error', failed);
		child.once('close', (code) =>
			code === 0 ? done(Buffer.concat(output)) : failed(new Error(`${program} ended with ${code}`))
		);
		// it may end before it has read everything
		child.stdin.on('error', () => undefined);
		child.stdin.end(input);
	});
}
