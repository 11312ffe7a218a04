/** The voice of a language: the sound of each sentence, and all of them together as a phone keeps them. */
import { createHash } from 'node:crypto';
import type { Language } from '../domain/language.ts';
import { revisionLetters } from '../domain/pack.ts';
import { nameOfSentence } from '../domain/sentence.ts';
import type { ReelHead, Reels } from '../domain/voice.ts';
import type { SpokenParts } from './voices/spoken.ts';
import { findSound, makeSounds, notMade, type Sound, type VoiceFolders } from './voices/store.ts';

/** What is needed to answer: where sounds lie, and what can be heard in a language. */
export interface Voices {
	folders: VoiceFolders;
	spoken: (lang: Language) => Promise<SpokenParts>;
	/** About so many bytes are one reel: few, where sentences change often and each change brings its reel anew. */
	reelBytes?: number;
}

/** About so many bytes are one request: on a weak line a longer one seldom comes whole. */
const usualReelBytes = 800_000;

/** What a sentence's sound has on average. */
const soundBytes = 4_500;

/** The sound of a sentence by its name; made now where it is known and not there yet. None without a synthesiser. */
export async function soundOf(
	{ folders, spoken }: Voices,
	lang: Language,
	name: string
): Promise<Sound | undefined> {
	const there = await findSound(folders, lang, name);
	if (there) return there;
	const sentences = [...(await spoken(lang)).values()].flat();
	const sentence = sentences.find((each) => nameOfSentence(each) === name);
	if (sentence === undefined) return undefined;
	await makeInTurn(folders, lang, [sentence]);
	return findSound(folders, lang, name);
}

/**
 * The reels that hold the voice of a language as far as it is there: of what every phone keeps, and of these modules.
 * What is not there yet is begun to be made, for the next time that somebody asks.
 */
export async function listReels(
	voices: Voices,
	lang: Language,
	modules: readonly string[]
): Promise<Reels> {
	const parts = await voices.spoken(lang);
	const reels: Reels['reels'] = [];
	for (const part of ['', ...modules.filter((slug) => slug !== '' && parts.has(slug))]) {
		const sentences = parts.get(part) ?? [];
		const missing = notMade(voices.folders, lang, sentences);
		if (missing.length > 0) void makeInTurn(voices.folders, lang, missing);
		reels.push(...(await reelsOfPart(voices, lang, part, sentences, missing.length)));
	}
	return { v: 1, reels };
}

const listed = new Map<string, { state: string; reels: Promise<Reels['reels']> }>();

function reelsOfPart(
	voices: Voices,
	lang: Language,
	part: string,
	sentences: readonly string[],
	missing: number
): Promise<Reels['reels']> {
	const name = JSON.stringify([voices.folders.made, lang, part]);
	const known = listed.get(name);
	// a city may change its names while it runs
	const state = [missing, ...sentences].join('\n');
	if (known?.state === state) return known.reels;
	const reels = readReels(voices, lang, part);
	listed.set(name, { state, reels });
	reels.catch(() => listed.delete(name));
	return reels;
}

async function readReels(voices: Voices, lang: Language, part: string): Promise<Reels['reels']> {
	const count = (await voices.spoken(lang)).get(part)?.length ?? 0;
	const { reelBytes = usualReelBytes } = voices;
	// a power of two, so that a few sentences more or less leave the others where they are
	const of = 2 ** Math.max(0, Math.round(Math.log2((count * soundBytes) / reelBytes)));
	const reels: Reels['reels'] = [];
	for (let at = 0; at < of; at++) {
		const reel = await readReel(voices, lang, { part, at, of });
		if (!reel) continue;
		const name = createHash('sha256').update(reel).digest('base64url').slice(0, revisionLetters);
		reels.push({ part, at, of, name, size: reel.length });
	}
	return reels;
}

/** A reel as its list names it; none when nothing is in it. */
export async function readReel(
	{ folders, spoken }: Voices,
	lang: Language,
	{ part, at, of }: { part: string; at: number; of: number }
): Promise<Buffer<ArrayBuffer> | undefined> {
	const names = ((await spoken(lang)).get(part) ?? []).map(nameOfSentence);
	const head: ReelHead = {};
	const sounds: Buffer[] = [];
	let offset = 0;
	for (const name of names.filter((each) => parseInt(each.slice(-4), 36) % of === at).sort()) {
		const sound = await findSound(folders, lang, name);
		if (!sound || sound.bytes.length === 0) continue;
		head[name] = [offset, sound.bytes.length, sound.type];
		sounds.push(sound.bytes);
		offset += sound.bytes.length;
	}
	if (sounds.length === 0) return undefined;
	const json = Buffer.from(JSON.stringify(head));
	const length = Buffer.alloc(4);
	length.writeUInt32BE(json.length);
	return Buffer.concat([length, json, ...sounds]);
}

let last: Promise<unknown> = Promise.resolve();
/** Until then nothing is made, in milliseconds since this process began: no clock that is set back makes it longer. */
let restsUntil = 0;

/** So long nobody waits for a synthesiser that is not there, or for a disk without room. */
const restTime = 60_000;

/** So many are spoken in one run. */
const together = 50;

/** One synthesiser at a time, at the pace of one processor; where it fails nobody waits for it for a while. */
function makeInTurn(
	folders: VoiceFolders,
	lang: Language,
	sentences: readonly string[]
): Promise<void> {
	const make = async () => {
		for (
			let from = 0;
			performance.now() >= restsUntil && from < sentences.length;
			from += together
		) {
			const some = sentences.slice(from, from + together);
			await makeSounds(folders, lang, notMade(folders, lang, some));
		}
	};
	const mine = last.then(make).catch(() => void (restsUntil = performance.now() + restTime));
	last = mine;
	return mine;
}
