/** Reads a carry file as it comes, piece by piece, in little memory. It never throws, whatever comes. */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import {
	carryHeaderSchema,
	carryPieceSchema,
	largestCarryFile,
	mostLetters,
	pieceLength
} from './carry-file.ts';
import type { Bytes } from './cryptography.ts';
import { sealedSchema, type Sealed } from './sealed.ts';
import { fromBase64Url, toBase64Url } from './fingerprint.ts';

/**
 * Why a file is not taken: it is none, of a newer Plaza, or for another city. Or why not all of it may be here, while what
 * was whole was given: it is larger than a carry file may be, was changed on the way, or was cut off.
 */
export const carryProblems = [
	'not-carry',
	'newer',
	'other-city',
	'too-large',
	'edited',
	'truncated'
] as const;

export type CarryProblem = (typeof carryProblems)[number];

/** Is nothing taken of a file with this problem? */
export function isRefused(problem: CarryProblem | undefined): boolean {
	return problem === 'not-carry' || problem === 'newer' || problem === 'other-city';
}

/** One thing in a carry file: a letter, or a piece of a medium. */
export type CarryItem = { letter: Sealed } | { piece: { media: string; at: number; bytes: Bytes } };

const longestLine = Math.ceil((pieceLength * 4) / 3) + 1024;
const lineEnd = 10;
const newLine = Uint8Array.of(lineEnd);
const beginning = '{"plaza":"carry"';
const letterSchema = v.strictObject({ letter: sealedSchema });
const endSchema = v.strictObject({ end: v.string() });

export class CarryReader {
	readonly #root: string | undefined;
	readonly #hash = sha256.create();
	#line: Uint8Array[] = [];
	#lineLength = 0;
	#size = 0;
	#letters = 0;
	#part: 'header' | 'body' | 'ended' = 'header';
	#stopped: CarryProblem | undefined;
	#edited = false;

	/** @param root the city to which the file must belong; undefined takes any city's */
	constructor(root: string | undefined) {
		this.#root = root;
	}

	/** What the next bytes of the file bring. */
	read(bytes: Uint8Array): CarryItem[] {
		if (this.#stopped) return [];
		const room = bytes.subarray(0, largestCarryFile - this.#size);
		this.#size += room.length;
		const found: CarryItem[] = [];
		let from = 0;
		for (let to = room.indexOf(lineEnd); to >= 0; to = room.indexOf(lineEnd, from)) {
			this.#keep(room.subarray(from, to));
			found.push(...this.#endLine());
			from = to + 1;
		}
		this.#keep(room.subarray(from));
		if (room.length < bytes.length) this.#stopped ??= 'too-large';
		return this.#stopped && isRefused(this.#stopped) ? [] : found;
	}

	/** There is no more: what the last line brings, where only its end is missing. */
	end(): CarryItem[] {
		if (this.#stopped || this.#lineLength === 0) return [];
		const line = concatBytes(...this.#line);
		const text = this.#lineLength > longestLine ? undefined : textOf(line);
		const value = parsed(text);
		if (value) return this.#take(value, line);
		const isCut = text !== undefined && (text.startsWith(beginning) || beginning.startsWith(text));
		if (this.#part === 'header' && !isCut) this.#stopped = 'not-carry';
		return [];
	}

	/** Would more bytes change nothing? */
	get isStopped(): boolean {
		return this.#stopped !== undefined;
	}

	/** What is the matter with the file, after `end`. */
	get problem(): CarryProblem | undefined {
		if (this.#stopped) return this.#stopped;
		if (this.#edited) return 'edited';
		return this.#part === 'ended' ? undefined : 'truncated';
	}

	#keep(bytes: Uint8Array): void {
		if (this.#stopped || bytes.length === 0) return;
		this.#lineLength += bytes.length;
		if (this.#lineLength <= longestLine) this.#line.push(bytes.slice());
		else this.#line = [];
	}

	#endLine(): CarryItem[] {
		const line = concatBytes(...this.#line);
		const value = this.#lineLength > longestLine ? undefined : parsed(textOf(line));
		this.#line = [];
		this.#lineLength = 0;
		if (this.#stopped) return [];
		if (value) return this.#take(value, line);
		if (this.#part === 'header') this.#stopped = 'not-carry';
		this.#edited = true;
		return [];
	}

	#take(value: object, line: Uint8Array): CarryItem[] {
		const item = this.#part === 'body' ? itemIn(value) : undefined;
		const end = this.#part === 'body' ? v.safeParse(endSchema, value) : undefined;
		if (end?.success) {
			this.#edited ||= toBase64Url(this.#hash.digest()) !== end.output.end;
			this.#part = 'ended';
			return [];
		}
		if (this.#part === 'header') {
			this.#stopped = this.#judgeHeader(value);
			this.#part = 'body';
		} else if (!item) this.#edited = true;
		else if ('letter' in item && ++this.#letters > mostLetters) this.#stopped = 'too-large';
		if (this.#part === 'body') {
			this.#hash.update(line);
			this.#hash.update(newLine);
		}
		return item && !this.#stopped ? [item] : [];
	}

	#judgeHeader(value: object): CarryProblem | undefined {
		const { plaza, v: version } = value as { plaza?: unknown; v?: unknown };
		if (plaza === 'carry' && typeof version === 'number' && version > 1) return 'newer';
		const read = v.safeParse(carryHeaderSchema, value);
		if (!read.success) return 'not-carry';
		return this.#root && read.output.root !== this.#root ? 'other-city' : undefined;
	}
}

function itemIn(value: object): CarryItem | undefined {
	const letter = v.safeParse(letterSchema, value);
	if (letter.success) return letter.output;
	const piece = v.safeParse(carryPieceSchema, value);
	if (!piece.success) return undefined;
	try {
		return { piece: { ...piece.output, bytes: fromBase64Url(piece.output.bytes) } };
	} catch {
		return undefined;
	}
}

function parsed(text: string | undefined): object | undefined {
	if (text === undefined) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}

function textOf(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
