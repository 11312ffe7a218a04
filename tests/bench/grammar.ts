/**
 * What people might say in eight languages: an invented grammar of openings, troubles by topic, places and endings, with
 * names of streets from syllables and with the misspellings of a hurry. Nothing in it was said by anybody.
 */
import { topics, type Topic } from '../../src/lib/domain/need.ts';
import type { Language } from '../../src/lib/domain/language.ts';
import { grammars } from './grammars.ts';

const syllables = 'ba ra mo li ne ta so vi ca du fe go lu mi no pe ri sa te va'.split(' ');
const arabicSyllables = 'با را مو لي ني تا سو في كا دو'.split(' ');

/** A source of chance that gives the same again for the same seed: numbers from 0 up to 1. Mulberry32, in the public domain. */
export function chanceOf(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** What somebody says about a topic; one in twelve makes a slip. */
export function sayNeed(chance: () => number, lang: Language, topic: Topic): string {
	const { open, say, at, end } = grammars[lang];
	const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
	const trouble = say[topics.indexOf(topic) * 2 + (chance() < 0.5 ? 0 : 1)] ?? '';
	const place = pick(at)
		.replace('{name}', nameOf(chance, lang))
		.replace('{number}', String(1 + Math.floor(chance() * 300)));
	const words = `${pick(open)} ${trouble} ${place}. ${chance() < 0.5 ? pick(end) : ''}`.trim();
	return chance() < 1 / 12 ? slip(chance, words) : words;
}

/** A name of a street: few are common, and many are rare. */
function nameOf(chance: () => number, lang: Language): string {
	const of = lang === 'ar' ? arabicSyllables : syllables;
	const rank = Math.floor(of.length ** 3 * chance() ** 3);
	const signs = [rank % of.length, Math.floor(rank / of.length) % of.length, rank % 7];
	const name = signs.map((sign) => of[sign]).join('');
	return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Loses a letter of one of the words, doubles one, or turns two around. */
function slip(chance: () => number, words: string): string {
	const at = 1 + Math.floor(chance() * (words.length - 3));
	const [two = '', how] = [words.slice(at, at + 2), chance()];
	const mended = how < 0.4 ? two.slice(1) : how < 0.7 ? two[0] + two : [...two].reverse().join('');
	return words.slice(0, at) + mended + words.slice(at + 2);
}
