/**
 * A person as a trainer's group knows her from session to session: a number that her phone or her printed picture card
 * keeps. It never goes to the city, which hears another pseudonym in every session.
 */
import * as v from 'valibot';
import { fromBase64Url, hashText } from './fingerprint.ts';
import { cardPictures, picturesOnCard, type CardPicture } from './space.ts';

/** Bytes of a member's number: enough that nobody ever guesses one. */
export const memberBytes = 12;

/** A member's number: `memberBytes` random bytes, base64url. */
export const memberSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16}$/));

/**
 * Her pseudonym in one session: the first 12 bytes of sha256 over both. The same card or phone is the same person however
 * often it joins, and nobody who has two pseudonyms can tell that they are one member's.
 */
export function personOf(member: string, session: string): string {
	return hashText(`plaza-person ${member} ${session}`).slice(0, 16);
}

/** The three pictures by which she knows her card and her tile: three of `cardPictures`, none twice. */
export function picturesOf(member: string): CardPicture[] {
	const left: CardPicture[] = [...cardPictures];
	const [first = 0, ...rest] = fromBase64Url(hashText(`plaza-pictures ${member}`));
	return [first, ...rest].slice(0, picturesOnCard).flatMap((byte) => {
		const [picture] = left.splice(byte % left.length, 1);
		return picture ?? [];
	});
}

const prefix = 'PLZC1.';

/** The text of the code on a picture card: small, so that a torn or dirty one is still read. */
export function writeCardCode(member: string): string {
	return prefix + member;
}

/** The member whose card was scanned; undefined when it is no picture card. */
export function readCardCode(text: string): string | undefined {
	const member = text.trim().slice(prefix.length);
	return text.trim().startsWith(prefix) && v.is(memberSchema, member) ? member : undefined;
}
