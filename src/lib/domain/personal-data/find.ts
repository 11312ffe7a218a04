/** Finds what may tell who a person is in words that she wrote, and links, and covers it. It only suggests: people decide. */
import { findContacts } from './contacts.ts';
import { findLinks } from './links.ts';
import { findNames } from './names.ts';
import { findPapers, findShortPapers } from './papers.ts';
import type { PersonalKind, PersonalMark } from './mark.ts';

/** What stands for covered words: always as long, so that it tells nothing of them. */
export const bar = '███';

/** The most marks in one text; who writes more has not written a need. */
const mostMarks = 200;

/** What weighs more where two marks overlap: a number with a checksum is surer than one without. */
const surest: PersonalKind[] = ['iban', 'card', 'id', 'email', 'phone', 'name', 'link'];

/**
 * The places in a text that look like a phone number, an e-mail address, a number of an ID, an account or a card (each by
 * its checksum), a name in an introduction or under a letter, or a link; in their order, never overlapping.
 */
export function findPersonalData(words: string): PersonalMark[] {
	const digits = asciiDigits(words);
	const found = [...findPapers(digits), ...findContacts(digits), ...findNames(words)].sort(
		(a, b) => surest.indexOf(a.kind) - surest.indexOf(b.kind) || a.start - b.start
	);
	const kept: PersonalMark[] = [];
	// a link is whole, whatever stands in it: what leads to half of it leads nowhere
	for (const mark of [...findLinks(digits), ...found, ...findShortPapers(digits)]) {
		if (kept.length === mostMarks) break;
		if (kept.every(({ start, end }) => mark.end <= start || end <= mark.start)) kept.push(mark);
	}
	return kept.sort((a, b) => a.start - b.start);
}

/** The text with a bar over all that `findPersonalData` finds: for words that are shown further, whoever has read them. */
export function coverFound(words: string): string {
	return coverMarks(words, findPersonalData(words));
}

/** The text with a bar in the place of each mark. Marks may come in any order, and touch or overlap. */
export function coverMarks(
	words: string,
	marks: readonly Pick<PersonalMark, 'start' | 'end'>[]
): string {
	let covered = '';
	let at = 0;
	for (const { start, end } of [...marks].sort((a, b) => a.start - b.start)) {
		if (end <= at) continue;
		if (start >= at) covered += words.slice(at, start) + bar;
		at = end;
	}
	return covered + words.slice(at);
}

/** Each place where one of these words stands, whatever their capitals: what staff wish to cover beside the marks. */
export function placesOf(
	words: string,
	wanted: readonly string[]
): { start: number; end: number }[] {
	return wanted
		.map((each) => each.trim())
		.filter((each) => each.length > 1)
		.flatMap((each) => [
			...words.matchAll(new RegExp(each.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'giu'))
		])
		.map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
}

/** Digits of Arabic, Persian and full-width writing as 0 to 9, each in its place. */
function asciiDigits(words: string): string {
	return words.replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) =>
		String(digit.charCodeAt(0) & 15)
	);
}
