/** Draws photos in a page: also where the browser has no canvas beside it, or cannot open the file in the newer way. */
import { fitted, packing, paint, type Draw } from './photo.ts';

type Picture = { image: ImageBitmap | HTMLImageElement; width: number; height: number };

/** Draws in a page. Either way of opening turns the picture upright as its camera noted. */
export const drawOnPage: Draw = async (file) => {
	const url = URL.createObjectURL(file);
	try {
		const picture = (await openBitmap(file)) ?? (await openElement(url));
		const { width, height } = fitted(picture);
		const canvas = Object.assign(document.createElement('canvas'), { width, height });
		const pen = canvas.getContext('2d');
		if (pen) paint<CanvasImageSource>(pen, picture.image, width, height);
		if ('close' in picture.image) picture.image.close();
		const blob = pen && (await jpegOf(canvas));
		return blob ? new Uint8Array(await blob.arrayBuffer()) : undefined;
	} finally {
		URL.revokeObjectURL(url);
	}
};

/** Undefined in browsers that do not know the option yet, or cannot open this kind of file so. */
async function openBitmap(file: Blob): Promise<Picture | undefined> {
	try {
		const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
		return { image, width: image.width, height: image.height };
	} catch {
		return undefined;
	}
}

async function openElement(url: string): Promise<Picture> {
	const image = new Image();
	image.src = url;
	await image.decode();
	return { image, width: image.naturalWidth, height: image.naturalHeight };
}

function jpegOf(canvas: HTMLCanvasElement): Promise<Blob | null> {
	return new Promise((done) => canvas.toBlob(done, packing.type, packing.quality));
}
