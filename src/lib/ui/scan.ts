/** Reads QR codes: with the browser's own reader where it has one, else with jsQR, which is fetched only then. */

/** Why there is no camera: the person or the browser said no, there is none, or the page is not secure. */
export type CameraProblem = 'refused' | 'none' | 'not-secure';

/** Opens the camera that looks away from the person. */
export async function openCamera(): Promise<MediaStream | CameraProblem> {
	if (!navigator.mediaDevices?.getUserMedia) return isSecureContext ? 'none' : 'not-secure';
	try {
		return await navigator.mediaDevices.getUserMedia({
			audio: false,
			video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } }
		});
	} catch (error) {
		const { name } = error as DOMException;
		return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'none';
	}
}

/** Finds a code in a picture of this size. */
export type ReadCode = (
	picture: HTMLVideoElement | ImageBitmap,
	width: number,
	height: number
) => Promise<string | undefined>;

type Detector = { detect(picture: ImageBitmapSource): Promise<{ rawValue: string }[]> };
type DetectorClass = {
	new (options: { formats: string[] }): Detector;
	getSupportedFormats(): Promise<string[]>;
};

/** A reader; undefined when this phone has none and cannot fetch one now. */
export async function codeReader(): Promise<ReadCode | undefined> {
	const own = await ownReader().catch(() => undefined);
	const fetched = own ? undefined : await fetchReader();
	if (!own) return fetched;
	let reader: ReadCode | undefined = own;
	return async (...picture) => {
		try {
			return await reader?.(...picture);
		} catch {
			// announced, but not working: its service is missing on some phones
			reader = reader === own ? await fetchReader() : undefined;
			return undefined;
		}
	};
}

async function ownReader(): Promise<ReadCode | undefined> {
	const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
	const formats = await BarcodeDetector?.getSupportedFormats();
	if (!BarcodeDetector || !formats?.includes('qr_code')) return undefined;
	const detector = new BarcodeDetector({ formats: ['qr_code'] });
	return async (picture) => (await detector.detect(picture))[0]?.rawValue;
}

async function fetchReader(): Promise<ReadCode | undefined> {
	try {
		const { default: jsQR } = await import('jsqr');
		const canvas = document.createElement('canvas');
		const context = canvas.getContext('2d', { willReadFrequently: true });
		if (!context) return undefined;
		let looks = 0;
		return async (picture, width, height) => {
			const side = Math.min(width, height);
			canvas.width = canvas.height = sizes[looks++ % sizes.length] ?? side;
			const from = [(width - side) / 2, (height - side) / 2] as const;
			context.drawImage(picture, ...from, side, side, 0, 0, canvas.width, canvas.height);
			const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
			const found = jsQR(data, canvas.width, canvas.height, { inversionAttempts: 'dontInvert' });
			return found?.data;
		};
	} catch {
		return undefined;
	}
}

/** jsQR finds a dense code at one size and not at the next; more pixels cost an old phone a second for each look. */
const sizes = [720, 900, 640, 800, 1000, 600];
/** Milliseconds between two looks, in which the page can paint. */
const rest = 60;

/**
 * Looks at a video again and again, and tells each code that differs from the last one.
 * @returns a function that ends it
 */
export function watch(
	video: HTMLVideoElement,
	read: ReadCode,
	onread: (text: string) => void
): () => void {
	let isOver = false;
	let last: string | undefined;
	const look = async () => {
		const { videoWidth, videoHeight } = video;
		if (videoWidth > 0 && !video.paused) {
			const text = await read(video, videoWidth, videoHeight).catch(() => undefined);
			if (text && text !== last && !isOver) onread((last = text));
		}
		if (!isOver) setTimeout(() => void look(), rest);
	};
	void look();
	return () => {
		isOver = true;
	};
}

/** The code in a photo; undefined when none is found. */
export async function readPhoto(photo: Blob, read: ReadCode): Promise<string | undefined> {
	try {
		const picture = await createImageBitmap(photo);
		for (let look = 0; look < sizes.length; look++) {
			const text = await read(picture, picture.width, picture.height);
			if (text) return text;
		}
	} catch {
		// a file that is no picture
	}
	return undefined;
}
