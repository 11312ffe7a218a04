import * as v from 'valibot';

/** The longest text that a person can send, in characters (Unicode code points). */
export const longestWords = 2000;

// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/;
const blank = /^[\s\p{Cf}\p{Cc}\u115f\u1160\u2800\u3164\uffa0]*$/u;
// with the u flag a whole pair is one character, so this finds halves only
const halfCharacter = /[\ud800-\udfff]/u;

/** Has a text no half of a character in it (a lone surrogate, which no UTF-8 can hold)? */
export function isWellFormed(text: string): boolean {
	return !halfCharacter.test(text);
}

/** Is there nothing to read in it: only spaces and marks that nobody sees? */
export function isBlank(words: string): boolean {
	return blank.test(words);
}

/** How long a text is for a person: code points, so that an emoji is not counted twice. */
export function lengthOf(words: string): number {
	return Array.from(words).length;
}

/**
 * Words as a form gives them, made ready to keep: line ends as one sign, ends trimmed, signs that no
 * keyboard types taken out. Nothing that can be read is changed.
 */
export function tidyWords(words: string): string {
	return words
		.replace(/\r\n?/g, '\n')
		.replace(new RegExp(control.source, 'g'), '')
		.replace(new RegExp(halfCharacter.source, 'gu'), '\ufffd')
		.trim();
}

/** Words on the wire: whole Unicode, no control characters, not over the length; they may be blank. */
export const wordsSchema = v.pipe(
	v.string(),
	v.check((words) => !control.test(words) && isWellFormed(words), 'characters'),
	// mostly short enough even in units
	v.check((words) => words.length <= longestWords || lengthOf(words) <= longestWords, 'too-long')
);
