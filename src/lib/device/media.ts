/** Recordings and photos on this phone, in pieces that a crash or a full memory cannot take with them. */
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../domain/cryptography.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import { makeId } from '../domain/id.ts';
import type { MediaItem, MediaRole, MediaType } from '../domain/media.ts';
import { randomBytes } from './chance.ts';
import { device, type KeptMedia, type Piece } from './database.ts';
import { expectHers } from './drafts.ts';
import { withRoom } from './room.ts';

/** The owner of what belongs to the need that is being told. */
export const draft = 'draft';

/** IndexedDB holds small rows well on every phone. */
const pieceLength = 256 * 1024;

/** The recordings and photos of a need or of the draft, in their order: the recording first. */
export async function listMedia(owner: string): Promise<KeptMedia[]> {
	const list = await device.media.where('owner').equals(owner).toArray();
	return list.sort((a, b) => a.position - b.position || a.addedAt - b.addedAt);
}

/**
 * Begins a recording, in the place of the draft's former one. Gives its id.
 * @param owner whose draft it is; this phone's person's, unless somebody tells for others
 * @throws when the phone has no room, or belongs to somebody else by now
 */
export async function beginRecording(
	type: MediaType,
	now = Date.now(),
	owner = draft
): Promise<string> {
	const id = makeId(now, randomBytes(10));
	const { media, pieces, facts } = device;
	const begin = async () => {
		await expectHers();
		for (const { id, role } of await listMedia(owner)) if (role === 'voice') await forget(id);
		await media.add(entryOf(owner, id, 'voice', type, now));
	};
	await withRoom(() => device.transaction('rw', media, pieces, facts, begin));
	return id;
}

/**
 * Keeps the next part of a recording that runs.
 * @param seconds how long it is by now
 * @throws when the phone has no room; what is kept stays
 */
export async function keepPart(id: string, bytes: ArrayBuffer, seconds: number): Promise<void> {
	const keep = async () => {
		const media = await device.media.get(id);
		if (!media || media.sha256 !== null) return;
		const n = await device.pieces.where('media').equals(id).count();
		await device.pieces.add({ media: id, n, bytes });
		await device.media.update(id, { size: media.size + bytes.byteLength, seconds });
	};
	await withRoom(() => device.transaction('rw', device.media, device.pieces, keep));
}

/**
 * Ends a recording, also one that a crash cut off: from now on it has its hash. One without a sound in it is forgotten.
 */
export async function endRecording(id: string): Promise<KeptMedia | undefined> {
	const bytes = await bytesOf(id);
	if (bytes.length === 0) {
		await dropMedia(id);
		return undefined;
	}
	await device.media.update(id, { sha256: hashBytes(bytes), size: bytes.length });
	return device.media.get(id);
}

/**
 * Keeps a recording or photo that is whole already, for the draft. A recording takes the place of the former one.
 * @throws when the phone has no room, or belongs to somebody else by now; nothing is kept of it then
 */
export async function keepMedia(
	role: MediaRole,
	type: MediaType,
	bytes: Bytes,
	{
		seconds,
		now = Date.now(),
		owner = draft
	}: { seconds?: number; now?: number; owner?: string } = {}
): Promise<KeptMedia> {
	const id = makeId(now, randomBytes(10));
	const media: KeptMedia = {
		...entryOf(owner, id, role, type, now),
		size: bytes.length,
		sha256: hashBytes(bytes),
		...(seconds !== undefined && { seconds })
	};
	const keep = async () => {
		await expectHers();
		for (const { id, role: other } of await listMedia(owner)) {
			if (role === 'voice' && other === 'voice') await forget(id);
		}
		await device.media.add(media);
		await device.pieces.bulkAdd(piecesOf(id, bytes));
	};
	await withRoom(() => device.transaction('rw', device.media, device.pieces, device.facts, keep));
	return media;
}

/** All bytes of a recording or photo. */
export async function bytesOf(id: string): Promise<Bytes> {
	return joinPieces(await device.pieces.where('media').equals(id).sortBy('n'));
}

/** The bytes of rows in their order. */
export function joinPieces(pieces: Piece[]): Bytes {
	const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.bytes.byteLength, 0));
	let at = 0;
	for (const piece of pieces) {
		bytes.set(new Uint8Array(piece.bytes), at);
		at += piece.bytes.byteLength;
	}
	return bytes;
}

/** Forgets a recording or photo. */
export async function dropMedia(id: string): Promise<void> {
	await device.transaction('rw', device.media, device.pieces, () => forget(id));
}

/** Forgets all of an owner's; to be called within a transaction over media and pieces. */
export async function dropAllOf(owner: string): Promise<void> {
	for (const { id } of await listMedia(owner)) await forget(id);
}

/** What an envelope says of these; whatever is not whole is left out. */
export function itemsOf(media: KeptMedia[]): { kept: KeptMedia; item: MediaItem }[] {
	return media.flatMap((kept) => {
		const { sha256, size, type, role } = kept;
		return sha256 === null ? [] : [{ kept, item: { sha256, size, type, role } as MediaItem }];
	});
}

/** sha256 of bytes, base64url. */
export function hashBytes(bytes: Uint8Array): string {
	return toBase64Url(sha256(bytes));
}

/** Bytes as the rows in which they are kept. */
export function piecesOf(media: string, bytes: Bytes): Piece[] {
	return Array.from({ length: Math.ceil(bytes.length / pieceLength) }, (_, n) => ({
		media,
		n,
		bytes: bytes.slice(n * pieceLength, (n + 1) * pieceLength).buffer
	}));
}

function entryOf(
	owner: string,
	id: string,
	role: MediaRole,
	type: MediaType,
	addedAt: number
): KeptMedia {
	const position = role === 'voice' ? 0 : 1;
	return { id, owner, position, role, type, size: 0, sha256: null, addedAt };
}

async function forget(id: string): Promise<void> {
	await device.pieces.where('media').equals(id).delete();
	await device.media.delete(id);
}
