/** A photo from camera or gallery, made small and upright; in the new picture nothing is left of where and with what it was made. */
import type { Bytes } from '../domain/cryptography.ts';
import { largestMedia, longestSide, mostPhotos } from '../domain/media.ts';
import type { KeptMedia } from './database.ts';
import { draft, keepMedia, listMedia } from './media.ts';

/** Why a photo is not kept: there are enough; it is no picture that this phone can open; it is too large to open; no room. */
export type PhotoProblem = 'too-many' | 'no-picture' | 'too-large' | 'no-room';

/**
 * Draws a picture anew, as an upright JPEG whose longer side has at most 1,280 pixels. Undefined when it is no picture that
 * this browser can draw.
 */
export type Draw = (file: Blob) => Promise<Bytes | undefined>;

/** Bytes of a file that is not even opened: an old phone would die of it. */
const largestFile = 40 * 1024 * 1024;
/** How a small photo is packed. */
export const packing = { type: 'image/jpeg', quality: 0.7 } as const;

/**
 * Keeps a photo for the draft, made small.
 * @param draw in a page `drawOnPage`
 */
export async function keepPhoto(
	file: Blob,
	draw: Draw = drawOffPage,
	owner = draft
): Promise<{ photo: KeptMedia } | { problem: PhotoProblem }> {
	const photos = (await listMedia(owner)).filter(({ role }) => role === 'photo');
	if (photos.length >= mostPhotos) return { problem: 'too-many' };
	if (file.size > largestFile) return { problem: 'too-large' };
	const bytes = await draw(file).catch(() => undefined);
	if (!bytes || bytes.length > largestMedia) return { problem: 'no-picture' };
	try {
		return { photo: await keepMedia('photo', packing.type, bytes, { owner }) };
	} catch {
		return { problem: 'no-room' };
	}
}

/** Draws where there is no page, as in the worker. */
export const drawOffPage: Draw = async (file) => {
	if (typeof OffscreenCanvas === 'undefined') return undefined;
	const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
	const { width, height } = fitted(image);
	const canvas = new OffscreenCanvas(width, height);
	const pen = canvas.getContext('2d');
	if (pen) paint(pen, image, width, height);
	image.close();
	return pen ? bytesIn(await canvas.convertToBlob(packing)) : undefined;
};

/** How large a picture of this size becomes. */
export function fitted({ width, height }: { width: number; height: number }) {
	const scale = Math.min(1, longestSide / Math.max(width, height));
	const scaled = (side: number) => Math.max(1, Math.round(side * scale));
	return { width: scaled(width), height: scaled(height) };
}

/** Draws the image over the whole canvas, on white, because JPEG has no transparency. */
export function paint<Image>(
	pen: Pick<
		OffscreenCanvasRenderingContext2D,
		'fillStyle' | 'fillRect' | 'imageSmoothingQuality'
	> & {
		drawImage(image: Image, x: number, y: number, width: number, height: number): void;
	},
	image: Image,
	width: number,
	height: number
): void {
	pen.fillStyle = '#ffffff';
	pen.fillRect(0, 0, width, height);
	pen.imageSmoothingQuality = 'high';
	pen.drawImage(image, 0, 0, width, height);
}

async function bytesIn(blob: Blob): Promise<Bytes> {
	return new Uint8Array(await blob.arrayBuffer());
}
