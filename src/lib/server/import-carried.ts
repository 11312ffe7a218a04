/** Brings in a carry file through the ordinary door: letters first, then media, then the receipts of what is whole by that. */
import { CarryReader, type CarryProblem } from '../domain/carry-reader.ts';
import type { Sealed } from '../domain/sealed.ts';
import type { Bytes } from '../domain/cryptography.ts';
import { mostSubmissions, type SyncResult } from '../domain/sync.ts';
import type { City } from './city.ts';
import { receivePiece, type MediaStore } from './media/receive.ts';

/** The door through which it goes: the city's own, or a hub's. */
export interface CarryDoor {
	/** Key id of the root key of the city for which letters are taken. */
	root: string;
	/** Judges at most 500 letters, each alone, in their order. */
	receive(letters: Sealed[]): Promise<SyncResult[]>;
	media: MediaStore;
}

/** What became of a file: a result for each letter, in their order, and what was the matter with the file itself. */
export interface Imported {
	results: SyncResult[];
	problem: CarryProblem | undefined;
}

/** Characters of letters in one batch, and of those that are kept for their receipts. */
const largestBatch = 2 * 1024 * 1024;
const mostKept = 8 * 1024 * 1024;

/**
 * The ordinary door, of a city or of a hub.
 * @throws at a hub that has not met its city yet
 */
export function doorOf({ door }: City): CarryDoor {
	const set = door.keySet();
	if (!set) throw new Error('this hub does not know its city yet');
	return {
		root: set.root.kid,
		receive: async (letters) => {
			const answer = await door.receive({ v: 1, submissions: letters }, new Date(), null);
			if ('refused' in answer) throw new Error(`carried letters were refused: ${answer.refused}`);
			return answer.results;
		},
		media: door.media
	};
}

/**
 * Imports a file as it comes. The same file again changes nothing, and brings what did not come the first time.
 * @param read gives the next bytes; undefined at the end, also where the line broke
 * @throws when nothing can be kept now: the same file may be sent again later
 */
export async function importCarried(
	door: CarryDoor,
	read: () => Promise<Uint8Array | undefined>
): Promise<Imported> {
	const reader = new CarryReader(door.root);
	const importing = new Importing(door);
	for (let bytes = await read(); bytes && !reader.isStopped; bytes = await read()) {
		for (const item of reader.read(bytes)) await importing.take(item);
	}
	for (const item of reader.end()) await importing.take(item);
	return { results: await importing.finish(), problem: reader.problem };
}

class Importing {
	readonly #door: CarryDoor;
	readonly #results: SyncResult[] = [];
	/** Letters that lack media, by the place of their result. */
	readonly #incomplete = new Map<number, Sealed>();
	#kept = 0;
	#batch: Sealed[] = [];
	#batchSize = 0;

	constructor(door: CarryDoor) {
		this.#door = door;
	}

	async take(item: { letter: Sealed } | { piece: Piece }): Promise<void> {
		if ('piece' in item) {
			await this.#send();
			return bring(this.#door.media, item.piece);
		}
		this.#batch.push(item.letter);
		this.#batchSize += item.letter.sealed.length;
		const isFull = this.#batch.length >= mostSubmissions || this.#batchSize >= largestBatch;
		if (isFull) await this.#send();
	}

	/** The results, with the receipts of what is whole by now. Of very many letters some get theirs with the next import. */
	async finish(): Promise<SyncResult[]> {
		await this.#send();
		const waiting = [...this.#incomplete];
		for (let from = 0; from < waiting.length; from += mostSubmissions) {
			const some = waiting.slice(from, from + mostSubmissions);
			const again = await this.#door.receive(some.map(([, letter]) => letter));
			for (const [index, [place]] of some.entries()) {
				const result = again[index];
				if (result) this.#results[place] = result;
			}
		}
		return this.#results;
	}

	async #send(): Promise<void> {
		const letters = this.#batch;
		if (letters.length === 0) return;
		this.#batch = [];
		this.#batchSize = 0;
		const results = await this.#door.receive(letters);
		for (const [index, result] of results.entries()) {
			const letter = letters[index];
			const lacks = result.missing && result.missing.length > 0;
			if (letter && lacks && this.#kept + letter.sealed.length <= mostKept) {
				this.#kept += letter.sealed.length;
				this.#incomplete.set(this.#results.length, letter);
			}
			this.#results.push(result);
		}
	}
}

type Piece = { media: string; at: number; bytes: Bytes };

/** Brings a piece where the last one ended. What nobody waits for, or is here already, or finds no room, is passed over. */
async function bring(store: MediaStore, { media, at, bytes }: Piece): Promise<void> {
	try {
		const answer = await receivePiece(store, media, at, bytes);
		if (!('at' in answer)) return;
		const { offset } = answer.at;
		if (offset <= at || offset >= at + bytes.length) return;
		await receivePiece(store, media, offset, bytes.subarray(offset - at));
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		// the words are kept all the same, and the result says what is missing
		if (!['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(code))) throw error;
	}
}
