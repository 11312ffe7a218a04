/** A camera that looks at what another phone shows: the browser's fake capture device, fed with screenshots. */
import { writeFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Locator } from '@playwright/test';
import sharp from 'sharp';
import { chromiumArgs, findChromium } from '../../scripts/chromium.js';

const width = 1280;
const height = 720;
/** How much of the picture's height a code fills, as a hand holds it. */
const side = 640;
/** A busy test machine looks seldom: 20 pictures of each code, 10 a second. */
const slowly = { each: 20, second: 10 };

/** A browser whose camera looks at the file `video`, which must be there when a page opens the camera. */
export async function browserWithCamera(video: string): Promise<Browser> {
	return launch([
		'--use-fake-ui-for-media-stream',
		'--use-fake-device-for-media-stream',
		`--use-file-for-fake-video-capture=${video}`
	]);
}

/** A browser with a camera that nobody allows. */
export async function browserWithoutPermission(): Promise<Browser> {
	return launch(['--use-fake-device-for-media-stream']);
}

async function launch(args: string[]): Promise<Browser> {
	const executablePath = findChromium();
	return chromium.launch({
		...(executablePath && { executablePath }),
		args: [...chromiumArgs, ...args]
	});
}

/** What is on a phone's screen at this place. */
export async function photograph(code: Locator): Promise<Buffer> {
	// away from the bars that stand still above and below
	await code.evaluate((element) => element.scrollIntoView({ block: 'center' }));
	return code.screenshot();
}

/**
 * Points the camera at these pictures, one after the other, again and again: a little askew, on a grey table.
 * @param pace how many pictures the camera makes of each, and in a second
 */
export async function pointCamera(video: string, pictures: Buffer[], pace = slowly): Promise<void> {
	const parts: Uint8Array[] = [
		Buffer.from(`YUV4MPEG2 W${width} H${height} F${pace.second}:1 Ip A1:1 C420jpeg\n`)
	];
	const colours = Buffer.alloc((width / 2) * (height / 2) * 2, 128);
	for (const picture of pictures) {
		const shown = await sharp(picture)
			.resize(side, side)
			.rotate(3, { background: '#777777' })
			.toBuffer();
		const table = { width, height, channels: 3, background: '#777777' } as const;
		const { data } = await sharp({ create: table })
			.composite([{ input: shown }])
			.toColourspace('b-w')
			.raw()
			.toBuffer({ resolveWithObject: true });
		for (let count = 0; count < pace.each; count++) {
			parts.push(Buffer.from('FRAME\n'), data, colours);
		}
	}
	writeFileSync(video, Buffer.concat(parts));
}

/** Every camera that a phone's pages open stands in their `opened`. */
export async function noteCameras(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		const opened: MediaStreamTrack[] = [];
		Object.assign(window, { opened });
		const { mediaDevices } = navigator;
		if (!mediaDevices) return;
		const open = mediaDevices.getUserMedia.bind(mediaDevices);
		mediaDevices.getUserMedia = async (wanted) => {
			const stream = await open(wanted);
			opened.push(...stream.getTracks());
			return stream;
		};
	});
}
