/** The city's media: opened where they came sealed, of photos a copy without metadata, each noted with its need. */
import { openMedia } from '../../domain/seal.ts';
import { cryptography } from '../cryptography.ts';
import type { Database } from '../database.ts';
import { failpoint } from '../failpoint.ts';
import { countDecoding, decodingEnded } from './decoding.ts';
import { dropFile, keepFile, nameOf } from './files.ts';
import { inTurn } from './in-turn.ts';
import type { MediaStore } from './receive.ts';
import { awaiting, namesInUse, settleMedia, sizeArrived, type Awaiting } from './rows.ts';
import { shownOf, type Shown } from './shown.ts';

/** The city's rows and files behind the door for media. */
export function cityMedia(db: Database, dataFolder: string): MediaStore {
	return {
		dataFolder,
		expected: async (sha256) => {
			const places = await awaiting(db, sha256);
			const [place] = places;
			if (!place) {
				const size = await sizeArrived(db, sha256);
				return size === undefined ? undefined : { size };
			}
			const keep = async (bytes: Buffer<ArrayBuffer>) => {
				for (const each of places) await settlePlace(db, dataFolder, each, bytes);
			};
			return { size: place.size, keep };
		}
	};
}

async function settlePlace(
	db: Database,
	dataFolder: string,
	place: Awaiting,
	bytes: Buffer<ArrayBuffer>
): Promise<void> {
	const plain = place.sealed
		? place.mediaKey && (await openMedia(cryptography, place.mediaKey, place.position, bytes))
		: bytes;
	// sealed nonsense: nobody could ever read it, and no later try would help
	if (!plain || nameOf(plain) !== place.inner) {
		await settleMedia(db, place, undefined);
		return;
	}
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
