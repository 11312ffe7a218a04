/** A photo from camera or gallery, made small and upright; in the new picture nothing is left of where and with what it was made. */
import type { Bytes } from '../domain/cryptography.ts';
import { largestMedia, longestSide, mostPhotos } from '../domain/media.ts';
import type { KeptMedia } from './database.ts';
import { draft, keepMedia, listMedia } from './media.ts';

/** Why a photo is not kept: there are enough; it is no picture that this phone can open; it is too large to open; no room. */
export type PhotoProblem = 'too-many' | 'no-picture' | 'too-large' | 'no-room';

/** Bytes of a file that is not even opened: an old phone would die of it. */
const largestFile = 40 * 1024 * 1024;
const quality = 0.7;

/** Keeps a photo for the draft, made small. */
export async function keepPhoto(
	file: Blob
): Promise<{ photo: KeptMedia } | { problem: PhotoProblem }> {
	const photos = (await listMedia(draft)).filter(({ role }) => role === 'photo');
	if (photos.length >= mostPhotos) return { problem: 'too-many' };
	if (file.size > largestFile) return { problem: 'too-large' };
	const bytes = await makeSmall(file);
	if (!bytes || bytes.length > largestMedia) return { problem: 'no-picture' };
	try {
		return { photo: await keepMedia('photo', 'image/jpeg', bytes) };
	} catch {
		return { problem: 'no-room' };
	}
}

/**
 * A picture as an upright JPEG whose longer side has at most 1,280 pixels, drawn anew, so that no metadata is in it.
 * Undefined when these bytes are no picture that this browser can draw.
 */
export async function makeSmall(file: Blob): Promise<Bytes | undefined> {
	const picture = await open(file);
	if (!picture) return undefined;
	try {
		const { width, height } = fitted(picture);
		const canvas = makeCanvas(width, height);
		const pen = canvas?.getContext('2d') as CanvasRenderingContext2D | null;
		if (!canvas || !pen) return undefined;
		// JPEG has no transparency
		pen.fillStyle = '#ffffff';
		pen.fillRect(0, 0, width, height);
		pen.imageSmoothingQuality = 'high';
		pen.drawImage(picture.image, 0, 0, width, height);
		const blob = await asJpeg(canvas);
		return blob && new Uint8Array(await blob.arrayBuffer());
	} catch {
		return undefined;
	} finally {
		picture.close();
	}
}

type Picture = {
	image: ImageBitmap | HTMLImageElement;
	width: number;
	height: number;
	close: () => void;
};

/** Both ways turn it upright as its camera noted. */
async function open(file: Blob): Promise<Picture | undefined> {
	try {
		const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
		const { width, height } = image;
		return { image, width, height, close: () => image.close() };
	} catch {
		// browsers that do not know the option yet, or cannot open this kind of file in this way
		return typeof document === 'undefined' ? undefined : openElement(file);
	}
}

async function openElement(file: Blob): Promise<Picture | undefined> {
	const image = new Image();
	const url = URL.createObjectURL(file);
	const close = () => URL.revokeObjectURL(url);
	try {
		image.src = url;
		await image.decode();
		return { image, width: image.naturalWidth, height: image.naturalHeight, close };
	} catch {
		close();
		return undefined;
	}
}

function fitted({ width, height }: { width: number; height: number }) {
	const scale = Math.min(1, longestSide / Math.max(width, height));
	const scaled = (side: number) => Math.max(1, Math.round(side * scale));
	return { width: scaled(width), height: scaled(height) };
}

type Canvas = HTMLCanvasElement | OffscreenCanvas;

/** The worker has no document, old browsers no canvas beside it. */
function makeCanvas(width: number, height: number): Canvas | undefined {
	if (typeof document !== 'undefined') {
		return Object.assign(document.createElement('canvas'), { width, height });
	}
	return typeof OffscreenCanvas === 'undefined' ? undefined : new OffscreenCanvas(width, height);
}

async function asJpeg(canvas: Canvas): Promise<Blob | undefined> {
	const type = 'image/jpeg';
	if ('convertToBlob' in canvas) return canvas.convertToBlob({ type, quality });
	return new Promise((resolve) =>
		canvas.toBlob((blob) => resolve(blob ?? undefined), type, quality)
	);
}
