/** The city's media: opened where they came sealed, of photos a copy without metadata, each noted with its need. */
import { openMedia } from '../../domain/seal.ts';
import { cryptography } from '../cryptography.ts';
import type { Database } from '../database.ts';
import { failpoint } from '../failpoint.ts';
import { countDecoding, decodingEnded } from './decoding.ts';
import { dropFile, keepFile, nameOf } from './files.ts';
import { inTurn } from './in-turn.ts';
import type { MediaStore } from './receive.ts';
import {
	awaiting,
	awaitNoMore,
	namesInUse,
	settleMedia,
	sizeArrived,
	type Awaiting
} from './rows.ts';
import { shownOf, type Shown } from './shown.ts';

/** The city's rows and files behind the door for media. */
export function cityMedia(db: Database, dataFolder: string): MediaStore {
	return {
		dataFolder,
		expected: async (sha256) => {
			const places = await awaiting(db, sha256);
			if (places.length === 0) {
				const size = await sizeArrived(db, sha256);
				return size === undefined ? undefined : { size };
			}
			const keep = async (bytes: Buffer<ArrayBuffer>) => {
				const strange: Awaiting[] = [];
				for (const each of places) {
					if (!(await settlePlace(db, dataFolder, each, bytes))) strange.push(each);
				}
				if (strange.length === places.length) return false;
				// theirs they are not, and whoever asks for them again must not be told to begin anew
				for (const each of strange) await awaitNoMore(db, each, sha256);
				return true;
			};
			const sizes = places.map(({ size }) => size);
			return { size: Math.max(...sizes), sizes, keep };
		}
	};
}

/**
 * Keeps the bytes for a place; false where they are not those that its submission was told with. Then it goes on waiting:
 * the list beside a sealed envelope is for whoever carries it to change, and only a place that is filled gets a receipt.
 */
async function settlePlace(
	db: Database,
	dataFolder: string,
	place: Awaiting,
	bytes: Buffer<ArrayBuffer>
): Promise<boolean> {
	const plain = place.sealed
		? place.mediaKey && (await openMedia(cryptography, place.mediaKey, place.position, bytes))
		: bytes;
	if (!plain || nameOf(plain) !== place.inner) return false;
	const shown = await decode(dataFolder, place, plain);
	const kept = shown?.bytes ?? plain;
	await inTurn(`file ${nameOf(kept)}`, async () => {
		const name = await keepFile(dataFolder, kept);
		failpoint('media-kept');
		const settled = await settleMedia(db, place, shown && { sha256: name, type: shown.type });
		failpoint('media-settled');
		if (settled || (await namesInUse(db, [name])).has(name)) return;
		// it was taken back meanwhile, and whoever swept did not see this file
		await dropFile(dataFolder, name);
	});
	return true;
}

/** A picture that brings the server down is not decoded for ever: its bytes are kept, and nobody sees it. */
async function decode(
	dataFolder: string,
	{ role, inner }: Awaiting,
	plain: Uint8Array
): Promise<Shown | undefined> {
	if (role === 'voice') return shownOf(role, plain);
	if (!countDecoding(dataFolder, inner)) return undefined;
	failpoint('media-decoding');
	const shown = await shownOf(role, plain);
	decodingEnded(dataFolder, inner);
	return shown;
}
