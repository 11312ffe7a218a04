/**
 * One instruction on a step: what a reader is told to do with her hand is counted, by the verbs with which a sentence, or a
 * part of it, begins. To look, to read, to ask goes along with it; "do not" and "or" tell nothing more to do.
 */
import type { Language } from '../../domain/language.ts';
import { telling, type Telling } from './telling.ts';

/** How many things a sentence tells a reader to do with her hand. */
export function countInstructions(sentence: string, lang: Language): number {
	const { first, more } = (patterns[lang] ??= patternsOf(telling[lang]));
	const plain = withoutAccents(sentence);
	return first.test(plain) ? [...plain.matchAll(more)].length : 0;
}

/** What makes a step more than one instruction, and in which of its sentences; nothing when it is one or none. */
export function tooManyInstructions(
	sentences: readonly string[],
	lang: Language
): { place: number; sentence: string } | undefined {
	const told = sentences.flatMap((sentence, place) =>
		Array.from({ length: countInstructions(sentence, lang) }, () => place)
	);
	const [, place] = told;
	if (place === undefined) return undefined;
	const second = `"${sentences[place] ?? ''}"`;
	return {
		place,
		sentence: `${told.length} things to do at once, the second in ${second}: tell 1, of the rest say what happens`
	};
}

const patterns: Partial<Record<Language, ReturnType<typeof patternsOf>>> = {};

/** `first` tells whether a sentence tells somebody what to do, `more` finds each thing that it tells. */
function patternsOf({ verbs, tails, openings, phrases, joints }: Telling) {
	const before = `(?:(?:${openings})[,،]?\\s+)*`;
	const verb = `[وف]?(?:${verbs})${tails}(?![\\p{L}\\p{M}-])`;
	const begin = `(?:^|^(?:${phrases})\\s[^,،:]+[,،]\\s+)${before}`;
	// what stands alone behind a colon is the name of something
	const named = `:\\s+${before}(?=\\p{L}+\\s)`;
	const joined = `(?:[,،:]\\s+(?:(?:${joints})\\s*)?|\\s(?:${joints})\\s*)${before}`;
	return {
		first: new RegExp(`(?:${begin}|${named})${verb}`, 'iu'),
		more: new RegExp(`(?:${begin}|${joined})${verb}`, 'giu')
	};
}

/** "Tócala" and "toca" are one verb. In Arabic, letters stay; the small signs at them go. */
function withoutAccents(text: string): string {
	return text
		.replace(/[\u064b-\u0652]/g, '')
		.replace(/[à-ÿÀ-Ý]/g, (letter) => letter.normalize('NFD').replace(/\p{M}/gu, ''));
}
