/** The picture beside a shared link: 1200 x 630 points, as Open Graph wants it, in Plaza's own letters on every server. */
import sharp, { type OverlayOptions } from 'sharp';
import { escaped } from '../../domain/escaped.ts';
import { directionOf, type Language } from '../../domain/language.ts';
import { isBlank } from '../../domain/words.ts';
import { letterFiles } from './letters.ts';

export interface SharePicture {
	lang: Language;
	/** The name of a drawing that lies beside this file. */
	icon: string;
	/** What it is about: the words that everybody may read there. */
	title: string;
	/** Below: the city's name, and what came of it. */
	below: string[];
}

const icons = import.meta.glob<string>('./*.png', {
	query: '?inline',
	import: 'default',
	eager: true
});

const [width, height] = [1200, 630];
const [blue, sun] = ['#0b4690', '#ffd166'];
const edge = 80;
const iconSize = 120;
const top = edge + iconSize + 40;
const belowSize = 40;
/** What is long is written smaller, so that it stays whole. */
const titleSizes = [76, 62, 50, 40, 32, 26];
const belowTop = height - edge - 50;

/** Draws it as a PNG. Right to left, all stands at the right. */
export async function drawSharePicture(picture: SharePicture): Promise<Buffer<ArrayBuffer>> {
	const isRight = directionOf(picture.lang) === 'rtl';
	const startOf = (wide: number) => (isRight ? width - edge - wide : edge);
	const at = ({ data, info }: Written, top: number): OverlayOptions => ({
		input: data,
		...place(Math.max(0, startOf(info.width)), top)
	});
	const title = await writeWithin(picture.title, belowTop - 30 - top);
	// a city that is being set up has no name yet
	const below = await write(picture.below.filter(Boolean).join(' · '), belowSize);
	const drawn = await sharp(plain(height, blue))
		.composite([
			{ input: iconOf(picture.icon), ...place(startOf(iconSize), edge) },
			{ input: plain(16, sun), ...place(0, height - 16) },
			...(title ? [at(title, top)] : []),
			...(below ? [at(below, belowTop)] : [])
		])
		.png({ palette: true, colours: 32 })
		.toBuffer();
	return Buffer.from(drawn);
}

const place = (left: number, top: number) => ({ left, top });

function plain(height: number, background: string) {
	return { create: { width, height, channels: 3 as const, background } };
}

/** Drawn in points already: this server reads no SVG, which a file from a phone could be, too (media/shown.ts). */
function iconOf(name: string): Buffer {
	const url = icons[`./${name}.png`];
	if (!url) throw new Error(`there is no picture ${name}`);
	return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

type Written = NonNullable<Awaited<ReturnType<typeof write>>>;

async function writeWithin(text: string, most: number): Promise<Written | undefined> {
	let written = await write(text, titleSizes[0] ?? belowSize);
	for (const size of titleSizes.slice(1)) {
		if (!written || written.info.height <= most) return written;
		written = await write(text, size);
	}
	return written;
}

/** Words on nothing, as wide as they are; broken where words end. Undefined where nobody can read any. */
async function write(text: string, size: number) {
	if (isBlank(text)) return undefined;
	const [letters] = await letterFiles();
	const words = `<span foreground="#ffffff" size="${size}pt">${escaped(text)}</span>`;
	return sharp({
		text: {
			...{ text: words, font: 'Readex Pro', fontfile: letters },
			...{ rgba: true, dpi: 72, width: width - 2 * edge, wrap: 'word-char' }
		}
	})
		.png()
		.toBuffer({ resolveWithObject: true });
}
