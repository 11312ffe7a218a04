import { carryType, CarryWriter, largestCarryFile } from '../../domain/carry-file.ts';
import type { Bytes } from '../../domain/cryptography.ts';
import type { Sealed } from '../../domain/sealed.ts';

/** Bytes that are left for what stands around the bytes of letters and media. */
const lastLines = 2048;

/** A packed file: how many submissions, recordings and photos are in it, and how many had to stay. */
export type ForFile = { file: Blob; letters: number; media: number; left: number };

/**
 * Writes a carry file: all letters that fit, then the media that fit.
 * @param root key id of the city's root key
 * @param sealedBytesOf the sealed bytes at a place of a letter's list of media; undefined when they are not whole here
 */
export async function writeCarryFile(
	root: string,
	letters: Sealed[],
	sealedBytesOf: (letter: Sealed, position: number) => Promise<Bytes | undefined>
): Promise<ForFile> {
	const writer = new CarryWriter();
	const parts: Blob[] = [];
	let size = 0;
	const add = (...lines: string[]) => {
		const part = new Blob(lines);
		size += part.size;
		parts.push(part);
	};
	const hasRoomFor = (length: number) => size + length + lastLines <= largestCarryFile;
	add(writer.header(root));
	const fitting: Sealed[] = [];
	for (const letter of letters) {
		if (!hasRoomFor(letter.sealed.length)) continue;
		add(writer.letter(letter));
		fitting.push(letter);
	}
	let media = 0;
	let left = letters.length - fitting.length;
	for (const letter of fitting) {
		for (const [position, { sha256 }] of letter.media.entries()) {
			const bytes = await sealedBytesOf(letter, position);
			if (bytes && hasRoomFor(bytes.length * 1.4)) {
				add(...writer.media(sha256, bytes));
				media++;
			} else left++;
		}
	}
	add(writer.end());
	return { file: new Blob(parts, { type: carryType }), letters: fitting.length, media, left };
}
