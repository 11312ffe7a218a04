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
