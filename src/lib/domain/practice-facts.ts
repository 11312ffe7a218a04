/** The small facts that every practice is written with. */
import * as v from 'valibot';

/** A name that is the same in every language. */
export const idSchema = v.pipe(
	v.string('write a word in quotes'),
	v.regex(/^[a-z0-9-]{1,40}$/, 'use small letters, digits and -')
);

/** Words that a person reads. */
export const readSchema = v.pipe(
	v.string('write words in quotes'),
	v.trim(),
	v.minLength(1, 'write some words')
);

/** An hour of the day, as a clock shows it. */
export const clockSchema = v.pipe(
	v.string('write the hour in quotes, like "9:30"'),
	v.regex(/^(\d|1\d|2[0-3]):[0-5]\d$/, 'write the hour like "9:30"')
);

/** Has each thing an id of its own? */
export function haveOwnIds(things: { id: string }[]): boolean {
	return new Set(things.map(({ id }) => id)).size === things.length;
}

/**
 * Typed words as the practice compares them: big and small letters, accents, Arabic vowel signs and
 * forms of alef, spaces and Arabic or Latin digits make no difference.
 */
export function foldTyped(typed: string): string {
	return typed
		.normalize('NFKD')
		.replace(/[\p{M}\p{P}\p{Z}\p{Cf}\u0640]/gu, '')
		.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
		.replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
		.replace(/ى/g, 'ي')
		.replace(/ة/g, 'ه')
		.toLowerCase();
}

/**
 * Is this typed as it should be? Big and small letters, accents, spaces and punctuation make no difference, but for the
 * signs of an address: "ana@city.example" is not "anacityexample".
 */
export function isTyped(typed: string, value: string): boolean {
	if (!/\S[@.]\S/.test(value)) return foldTyped(typed) === foldTyped(value);
	const fold = (text: string) => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();
	return fold(typed) === fold(value);
}
