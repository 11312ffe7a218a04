/** What the hard words of the lesson on this page mean, for whatever shows a sentence of it. */
import { createContext } from 'svelte';
import type { Meaning, WordPlace } from '../../domain/lesson.ts';

export type Meanings = Readonly<Record<string, Meaning>>;

export const [useMeanings, setMeanings] = createContext<() => Meanings>();

/** A piece of a sentence; with `word` it can be tapped. */
export interface Piece {
	text: string;
	word?: string;
}

/** A sentence, cut where its words begin and end; together the pieces are the sentence. */
export function cutAtWords(sentence: string, words: readonly WordPlace[]): Piece[] {
	const pieces: Piece[] = [];
	let end = 0;
	for (const { from, to, word } of words) {
		pieces.push({ text: sentence.slice(end, from) }, { text: sentence.slice(from, to), word });
		end = to;
	}
	return [...pieces, { text: sentence.slice(end) }].filter(({ text }) => text !== '');
}
