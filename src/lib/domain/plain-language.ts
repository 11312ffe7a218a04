/**
 * How plain the words to a citizen are: marks on what is hard to read, and one figure. It only shows; it never stops anybody.
 * The rules and where each comes from: docs/plain-language.md.
 */
import type { Language } from './language.ts';
import { arabic } from './plain-language/ar.ts';
import { catalan } from './plain-language/ca.ts';
import { english } from './plain-language/en.ts';
import { spanish } from './plain-language/es.ts';
import { french } from './plain-language/fr.ts';
import { italian } from './plain-language/it.ts';
import { dutch } from './plain-language/nl.ts';
import { portuguese } from './plain-language/pt.ts';
import type { PlainRules } from './plain-language/rules.ts';
import { sentencesIn } from './sentence.ts';

export type MarkKind = 'long-sentence' | 'long-word' | 'hard-word' | 'passive';

/** Something that is hard to read: the words as they stand, and what could stand instead where a list knows it. */
export interface PlainMark {
	kind: MarkKind;
	text: string;
	simpler?: string;
	/** Of a long sentence: how many words it has. */
	words?: number;
}

export type Ease = 'easy' | 'mostly-easy' | 'hard';

export interface Plainness {
	marks: PlainMark[];
	/** Sentences, and how many of them have no mark. */
	sentences: number;
	easy: number;
	/** undefined where there is nothing to read yet. */
	ease: Ease | undefined;
}

const rules: Record<Language, PlainRules> = {
	ca: catalan,
	es: spanish,
	it: italian,
	fr: french,
	nl: dutch,
	en: english,
	pt: portuguese,
	ar: arabic
};

const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’·-]*/gu;
const place = /\{(?:place|date|number)\}/g;

/**
 * Looks through a text of this language. Marks come in the order of the text, each thing once. The figure: `easy` where at
 * least four of five sentences have no mark, `mostly-easy` where at least half, else `hard`.
 */
export function readPlainly(text: string, lang: Language): Plainness {
	const sentences = text
		.replace(place, 'x')
		.split(/\n+/)
		.flatMap((line) => sentencesIn(line));
	const marked = sentences.map((sentence) => marksIn(sentence, rules[lang]));
	const easy = marked.filter((marks) => marks.length === 0).length;
	return { marks: once(marked.flat()), sentences: sentences.length, easy, ease: easeOf(marked) };
}

function easeOf(marked: PlainMark[][]): Ease | undefined {
	if (marked.length === 0) return undefined;
	const share = marked.filter((marks) => marks.length === 0).length / marked.length;
	return share >= 0.8 ? 'easy' : share >= 0.5 ? 'mostly-easy' : 'hard';
}

function marksIn(sentence: string, { mostWords, mostLetters, hard, passive, bare }: PlainRules) {
	const words = sentence.match(word) ?? [];
	const marks: (PlainMark & { at: number })[] = [];
	if (words.length > mostWords) {
		marks.push({ at: -1, kind: 'long-sentence', text: sentence, words: words.length });
	}
	for (const { pattern, simpler } of hard) {
		const found = pattern.exec(sentence);
		if (found) marks.push({ at: found.index, kind: 'hard-word', text: found[0], simpler });
	}
	for (const pattern of passive) {
		const found = pattern.exec(sentence);
		if (found) marks.push({ at: found.index, kind: 'passive', text: found[0] });
	}
	for (const long of words.filter((each) => bare(each).length > mostLetters)) {
		const isKnown = marks.some(({ at, text }) => at >= 0 && text.includes(long));
		if (!isKnown) marks.push({ at: sentence.indexOf(long), kind: 'long-word', text: long });
	}
	return marks.sort((a, b) => a.at - b.at).map(({ at: _, ...mark }) => mark);
}

function once(marks: PlainMark[]): PlainMark[] {
	const key = ({ kind, text }: PlainMark) => `${kind} ${text.toLowerCase()}`;
	return [...new Map(marks.map((mark) => [key(mark), mark])).values()];
}
