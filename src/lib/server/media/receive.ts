/**
 * The door for recordings and photos, at the city and at a hub: bytes come in pieces under a hash that a known submission
 * lists, and count only when the whole has that hash.
 */
import { failpoint } from '../failpoint.ts';
import type { Refusal } from '../problem-response.ts';
import { append, bytesArrived, dropArrived, hasRoom, nameOf, readArrived } from './files.ts';
import { inTurn } from './in-turn.ts';

/** What is known of a hash: how many bytes belong to it, and how they are kept, unless they are kept already. */
export interface Expected {
	/** As the longest list says. */
	size: number;
	/** What all lists say: somebody may have listed the hash with a size that is not its own. */
	sizes?: readonly number[];
	/** Keeps the whole, verified, for good; false where no submission was told with what is in it. */
	keep?: (bytes: Buffer<ArrayBuffer>) => Promise<boolean>;
}

/** Where media are kept, and who knows which may come. */
export interface MediaStore {
	dataFolder: string;
	/** What is known of a hash; undefined when no submission that is here lists it. */
	expected(sha256: string): Promise<Expected | undefined>;
}

/** How many bytes of a hash are here and durable, of how many: all of them when they are kept for good. */
export interface Arrived {
	offset: number;
	size: number;
}

/** A piece that does not begin where the last one ended: it has to begin at `at.offset`. */
export type WrongOffset = Refusal & { at: Arrived };

const unknown: Refusal = {
	refused: 'not-found',
	detail: 'no submission that is here lists this hash; send the submission first'
};
const strange: Refusal = {
	refused: 'malformed',
	detail: 'what is sealed in it is not what its submission lists'
};
const full: Refusal = { refused: 'no-room', detail: 'the disk has room for words only' };

/** Where the bytes of a hash have to go on. */
export async function arrivedOf(store: MediaStore, sha256: string): Promise<Arrived | Refusal> {
	return inTurn(sha256, async () => {
		const expected = await store.expected(sha256);
		return expected ? soFar(store, sha256, expected) : unknown;
	});
}

/**
 * Takes a piece. When it was the last one, the whole is verified and kept; only then the answer says that all of it is
 * here. An empty piece at the end asks for that once more, after a crash.
 * @throws when disk or database cannot keep it now: the same piece may be sent again later
 */
export async function receivePiece(
	store: MediaStore,
	sha256: string,
	offset: number,
	piece: Uint8Array
): Promise<Arrived | Refusal | WrongOffset> {
	return inTurn(sha256, async () => {
		const expected = await store.expected(sha256);
		if (!expected) return unknown;
		const { size, sizes = [], keep } = expected;
		const there = await soFar(store, sha256, expected);
		if (!keep) return there;
		if (offset !== there.offset) {
			const detail = `the next piece begins at ${there.offset}`;
			return { refused: 'offset', detail, at: there };
		}
		if (offset + piece.length > size) {
			return { refused: 'too-large', detail: `all of it has ${size} bytes` };
		}
		if (piece.length > 0) {
			// twice: the whole is read and kept once more at the end
			if (!(await hasRoom(store.dataFolder, 2 * size))) return full;
			await append(store.dataFolder, sha256, offset, piece);
			failpoint('piece-written');
		}
		const now = offset + piece.length;
		if (now === size) return finish(store, sha256, keep);
		if (sizes.includes(now) && (await isWhole(store, sha256))) return finish(store, sha256, keep);
		if (await store.expected(sha256)) return { offset: now, size };
		// it was taken back meanwhile, and whoever swept did not see this piece
		await dropArrived(store.dataFolder, sha256);
		return unknown;
	});
}

async function soFar(
	store: MediaStore,
	sha256: string,
	{ size, keep }: Expected
): Promise<Arrived> {
	return { offset: keep ? await bytesArrived(store.dataFolder, sha256) : size, size };
}

async function isWhole({ dataFolder }: MediaStore, sha256: string): Promise<boolean> {
	return nameOf(await readArrived(dataFolder, sha256)) === sha256;
}

async function finish(
	{ dataFolder }: MediaStore,
	sha256: string,
	keep: (bytes: Buffer<ArrayBuffer>) => Promise<boolean>
): Promise<Arrived | Refusal> {
	const bytes = await readArrived(dataFolder, sha256);
	if (nameOf(bytes) !== sha256) {
		await dropArrived(dataFolder, sha256);
		return { refused: 'hash', detail: 'these are other bytes; begin again at 0' };
	}
	failpoint('media-verified');
	const isKept = await keep(bytes);
	await dropArrived(dataFolder, sha256);
	if (!isKept) return strange;
	return { offset: bytes.length, size: bytes.length };
}
