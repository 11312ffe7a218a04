/** Picture cards of a trainer's group: new ones, and which of hers a person describes. */
import { toBase64Url } from './fingerprint.ts';
import { memberBytes, picturesOf } from './member.ts';
import type { CardPicture } from './space.ts';

/** The most cards that are made at once. */
export const mostCards = 60;

/** So many looks for three pictures that nobody has: of 220 triples the last one is found within them. */
const looks = 5000;

/**
 * Numbers for new cards. No two have the same three pictures, and none those of a card that is there; only when all 220
 * are given, the same three stand in another order. Fewer than asked for when even those are given.
 * @param taken members whose pictures are given
 * @param random so many random bytes
 */
export function newCards(
	many: number,
	taken: readonly string[],
	random: (bytes: number) => Uint8Array
): string[] {
	const given = { unordered: new Set<string>(), ordered: new Set<string>() };
	const give = (member: string) => {
		given.unordered.add(nameOf(member, true));
		given.ordered.add(nameOf(member, false));
	};
	taken.forEach(give);
	const cards: string[] = [];
	while (cards.length < many) {
		const card = freeCard(given, random);
		if (card === undefined) break;
		give(card);
		cards.push(card);
	}
	return cards;
}

function freeCard(
	given: { unordered: Set<string>; ordered: Set<string> },
	random: (bytes: number) => Uint8Array
): string | undefined {
	for (const isSorted of [true, false]) {
		const names = isSorted ? given.unordered : given.ordered;
		if (isSorted && names.size >= 220) continue;
		for (let look = 0; look < looks; look++) {
			const member = toBase64Url(random(memberBytes));
			if (!names.has(nameOf(member, isSorted))) return member;
		}
	}
	return undefined;
}

function nameOf(member: string, isSorted: boolean): string {
	const pictures = picturesOf(member);
	return (isSorted ? [...pictures].sort() : pictures).join(' ');
}

/** Are all of these pictures on her card? */
export function showsAll(member: string, pictures: readonly CardPicture[]): boolean {
	const hers = picturesOf(member);
	return pictures.every((picture) => hers.includes(picture));
}
