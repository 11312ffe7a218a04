/** Real recordings and photos for tests. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { MediaItem } from '../../src/lib/domain/media.ts';

/** Two seconds that Chromium recorded of its own test tone. */
export const voice = readFileSync(join(import.meta.dirname, '../fixtures/voice.webm'));
/** The same in the box that Safari uses. */
export const voiceMp4 = readFileSync(join(import.meta.dirname, '../fixtures/voice.m4a'));

/** A photo as a camera makes it: larger than is sent, lying on its side, with the place where it was taken. */
export async function photo(colour = '#9A3412', width = 1600, height = 1200): Promise<Buffer> {
	const part = {
		width: Math.ceil(width / 2),
		height: 20,
		channels: 3,
		background: '#FFC43D'
	} as const;
	return sharp({ create: { width, height, channels: 3, background: colour } })
		.composite([{ input: { create: part }, top: 0, left: 0 }])
		.withMetadata({ orientation: 6 })
		.withExifMerge({
			IFD0: { Make: 'Plaza' },
			IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '41/1 23/1 0/1' }
		})
		.jpeg()
		.toBuffer();
}

/** What an envelope says of these bytes. */
export function itemOf(bytes: Buffer, type: MediaItem['type'] = 'audio/webm'): MediaItem {
	const role = type.startsWith('image/') ? 'photo' : 'voice';
	return { sha256: hashOf(bytes), size: bytes.length, type, role } as MediaItem;
}

/** sha256 of bytes, base64url. */
export function hashOf(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('base64url');
}
