import type { Bytes } from '../domain/cryptography.ts';
import type { KeptMedia, Piece } from './database.ts';
import { hashBytes, piecesOf } from './media.ts';

/** A recording or photo with the rows that hold its bytes. */
export type MediaWithPieces = { row: KeptMedia; pieces: Piece[] };

/** A row for other bytes than before: sealed ones, or those that were sealed in clear again. */
export function rowFor(row: KeptMedia, bytes: Bytes, isSealed: boolean): MediaWithPieces {
	const changed: KeptMedia = { ...row, sha256: hashBytes(bytes), size: bytes.length };
	if (isSealed) changed.sealed = true;
	else delete changed.sealed;
	return { row: changed, pieces: piecesOf(row.id, bytes) };
}
