/** Sentences as they are spoken: how a text is cut into them and they into pieces, and by which name the sound of one is found. */

/** The sentences of a text in their order; what has no letter and no digit is not spoken. */
export function sentencesIn(text: string): string[] {
	const whole = text.normalize().replace(/\s+/g, ' ').trim();
	const parts = whole.match(/.+?(?:[.!?؟…]+["'»”’)]*(?= |$)|$)/gu) ?? [];
	return parts.map((part) => part.trim()).filter((part) => /[\p{L}\p{N}]/u.test(part));
}

/**
 * What a sentence is said by where it has no sound of its own, because something is filled in: its numbers, and the words
 * between them. A sentence in which nothing is filled in is its own one piece.
 */
export function piecesOf(sentence: string): string[] {
	return sentence
		.split(/(\p{N}+)|[,:;·()/"«»“”،؛]+/u)
		.map((piece) => (piece ?? '').trim())
		.filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

/**
 * The name of a sentence's sound in its language: 11 letters and digits, always the same for the same words. It is made
 * of 53 bits, which tell all sentences of a city apart; the build says so if they ever do not. No cryptography, because
 * a phone has none on a page that is not secure.
 */
export function nameOfSentence(sentence: string): string {
	let one = 0xdeadbeef;
	let two = 0x41c6ce57;
	for (let at = 0; at < sentence.length; at++) {
		const code = sentence.charCodeAt(at);
		one = Math.imul(one ^ code, 2654435761);
		two = Math.imul(two ^ code, 1597334677);
	}
	one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
	two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
	const number = 4294967296 * (2097151 & two) + (one >>> 0);
	return number.toString(36).padStart(11, '0');
}
