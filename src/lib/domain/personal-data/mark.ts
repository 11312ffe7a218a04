/** What is marked: personal data, and links, which lead elsewhere. */
export const personalKinds = ['phone', 'email', 'id', 'iban', 'card', 'name', 'link'] as const;

export type PersonalKind = (typeof personalKinds)[number];

/** A place in a text, in UTF-16 units, the end not included. */
export interface PersonalMark {
	start: number;
	end: number;
	kind: PersonalKind;
}

/** All places that a pattern (with the flag g) finds and a check lets pass. */
export function marksOf(
	words: string,
	pattern: RegExp,
	kind: PersonalKind,
	isOne: (found: string, index: number) => boolean = () => true
): PersonalMark[] {
	return [...words.matchAll(pattern)]
		.filter(({ 0: found, index }) => isOne(found, index))
		.map(({ 0: found, index }) => ({ start: index, end: index + found.length, kind }));
}
