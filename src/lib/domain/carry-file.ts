/**
 * The carry file: sealed submissions and their sealed media on the way from one device to another without internet.
 * UTF-8, one JSON value a line: a header with the city's root key, `letter` lines, media in pieces, and last the sha256 of
 * every byte before. Nothing in it is trusted: a letter is authenticated by its seal, a medium by its hash
 * (docs/carrying.md).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import type { Bytes } from './cryptography.ts';
import type { Sealed } from './sealed.ts';
import { toBase64Url } from './fingerprint.ts';
import { contentHashSchema, largestMedia } from './media.ts';
import { sealOverhead } from './seal.ts';

export const carryType = 'application/x-ndjson';
/** Bytes of a whole file; what is over that stays for another one. */
export const largestCarryFile = 64 * 1024 * 1024;
/** The most letters in one file. */
export const mostLetters = 10_000;
/** Bytes of media in one line. */
export const pieceLength = 192 * 1024;

/** `plaza-2026-03-01.plaza`. @param today the day on the person's calendar */
export function carryFileName(today: string): string {
	return `plaza-${today}.plaza`;
}

/** The first line; `root` is the key id of the city's root key. */
export const carryHeaderSchema = v.object({
	plaza: v.literal('carry'),
	v: v.literal(1),
	root: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))
});

/** Sealed bytes of the medium with this hash, from byte `at` on; base64url. */
export const carryPieceSchema = v.strictObject({
	media: contentHashSchema,
	at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(largestMedia + sealOverhead)),
	bytes: v.pipe(
		v.string(),
		v.maxLength(Math.ceil((pieceLength * 4) / 3)),
		v.regex(/^[A-Za-z0-9_-]+$/)
	)
});

/** Writes a carry file: each call gives the text that comes next. */
export class CarryWriter {
	readonly #hash = sha256.create();

	/** The first line. @param root key id of the city's root key */
	header(root: string): string {
		return this.#line({ plaza: 'carry', v: 1, root });
	}

	letter(letter: Sealed): string {
		return this.#line({ letter });
	}

	/** All lines of a medium, one after the other. */
	*media(sha256: string, bytes: Bytes): Generator<string> {
		for (let at = 0; at < bytes.length; at += pieceLength) {
			const piece = toBase64Url(bytes.subarray(at, at + pieceLength));
			yield this.#line({ media: sha256, at, bytes: piece });
		}
	}

	/** The last line. */
	end(): string {
		return `${JSON.stringify({ end: toBase64Url(this.#hash.digest()) })}\n`;
	}

	#line(value: object): string {
		const text = `${JSON.stringify(value)}\n`;
		this.#hash.update(utf8ToBytes(text));
		return text;
	}
}

/** A whole carry file without media, as text: what goes by QR. */
export function carryText(root: string, letters: Sealed[]): string {
	const writer = new CarryWriter();
	return [
		writer.header(root),
		...letters.map((letter) => writer.letter(letter)),
		writer.end()
	].join('');
}
