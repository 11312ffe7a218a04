/** What of a recording or photo staff may see: never the bytes of a photo as they came, only a copy made here. */
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { audioTypeOf, withoutMakersNotes } from '../../domain/audio-file.ts';
import { longestSide, type MediaRole } from '../../domain/media.ts';

/** A photo of more pixels is not decoded. */
const mostPixels = 50_000_000;
const patience = 20;
/** Enough of a file to tell what it is. */
const headLength = 4100;

/** What the bytes of a recording may be, and the type under which it is played. */
const playable: Record<string, string> = {
	'audio/webm': 'audio/webm',
	'video/webm': 'audio/webm',
	'video/matroska': 'audio/webm',
	'audio/ogg': 'audio/ogg',
	'application/ogg': 'audio/ogg',
	'audio/ogg; codecs=opus': 'audio/ogg',
	'audio/mp4': 'audio/mp4',
	'audio/x-m4a': 'audio/mp4',
	'video/mp4': 'audio/mp4',
	'audio/mpeg': 'audio/mpeg',
	'audio/wav': 'audio/wav',
	'audio/vnd.wave': 'audio/wav',
	'audio/aac': 'audio/aac',
	'video/3gpp': 'audio/3gpp',
	'audio/amr': 'audio/amr'
};

// of all that libvips can read, only what phones send
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
	operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp']
});
sharp.cache(false);
sharp.concurrency(1);

export interface Shown {
	bytes: Uint8Array;
	type: string;
}

/**
 * What staff may see or hear of these bytes: a recording as it came but for its maker's notes, under the type that its
 * bytes have; of a photo a new picture, turned upright, at most 1,280 pixels long, without metadata. Undefined when they are no such thing.
 */
export async function shownOf(role: MediaRole, bytes: Uint8Array): Promise<Shown | undefined> {
	return role === 'voice' ? heardOf(bytes) : seenOf(bytes);
}

async function heardOf(bytes: Uint8Array): Promise<Shown | undefined> {
	const found = await fileTypeFromBuffer(bytes.subarray(0, headLength));
	// whatever a phone took is heard here, also what its makers call by another name
	const type = playable[found?.mime ?? ''] ?? audioTypeOf(bytes);
	return type ? { bytes: withoutMakersNotes(new Uint8Array(bytes)), type } : undefined;
}

async function seenOf(bytes: Uint8Array): Promise<Shown | undefined> {
	try {
		const copy = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
			.timeout({ seconds: patience })
			.rotate()
			.resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
			.flatten({ background: '#ffffff' })
			.jpeg({ quality: 80, progressive: true })
			.toBuffer();
		return { bytes: copy, type: 'image/jpeg' };
	} catch {
		return undefined;
	}
}
