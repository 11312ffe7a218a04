/** Looking something up among the lessons: what is looked through, and how a word is compared. */
import { foldTyped } from './practice-facts.ts';

/** A lesson as it is looked up: under its title and the words that tell it apart from the others. */
export interface LookUpEntry {
	/** `module/lesson`. */
	id: string;
	title: string;
	/** Title and picture of its module. */
	topic: string;
	picture: string;
	words: string;
}

/** Finds the lessons that fit what was typed, the best first. */
export type LookUp = (typed: string) => LookUpEntry[];

/** So many are shown. */
export const mostFound = 8;

/** The words of a text, as they stand in it; numbers and lone letters are none. */
export function wordsIn(text: string): string[] {
	return text.toLowerCase().match(/\p{L}[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/**
 * A word as it is compared: without accents, vowel signs and the forms of Arabic letters, and in Arabic without the
 * article and "and", "with", "for" before it, which are written together with their word.
 */
export function lookUpTerm(word: string): string {
	return foldTyped(word).replace(/^[وبلف]?(ال|لل)(?=\p{L}{3})/u, '');
}

/** A search that asks for the beginnings of words as they are: for a phone to which the forgiving one has not come yet. */
export function plainLookUp(entries: readonly LookUpEntry[]): LookUp {
	const known = entries.map((entry) => ({
		entry,
		terms: wordsIn(`${entry.title} ${entry.topic} ${entry.words}`).map(lookUpTerm)
	}));
	return (typed) => {
		const asked = wordsIn(typed).map(lookUpTerm);
		const counted = known.map(({ entry, terms }) => ({
			entry,
			fits: asked.filter((begin) => terms.some((term) => term.startsWith(begin))).length
		}));
		return counted
			.filter(({ fits }) => fits > 0)
			.sort((a, b) => b.fits - a.fits)
			.slice(0, mostFound)
			.map(({ entry }) => entry);
	};
}
