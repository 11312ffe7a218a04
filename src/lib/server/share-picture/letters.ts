/**
 * Barrio's letters for drawing: the bold ones of static/fonts, as files that Pango can read (it reads no WOFF2), under the
 * licence there (OFL.txt). A server may have no fonts of its own.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import arabic from './barrio-arabic-bold.ttf?inline';
import latin from './barrio-latin-bold.ttf?inline';

let files: Promise<string[]> | undefined;

/** Where they lie; once it is told, both are known to whatever is drawn. */
export function letterFiles(): Promise<string[]> {
	files ??= laid();
	return files;
}

async function laid(): Promise<string[]> {
	const folder = mkdtempSync(join(tmpdir(), 'plaza-letters-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const all = [latin, arabic].map((url, at) => {
		const path = join(folder, `${at}.ttf`);
		writeFileSync(path, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
		return path;
	});
	// a font is known to the drawing library from the first text that names its file
	for (const fontfile of all)
		await sharp({ text: { text: 'a', fontfile } })
			.png()
			.toBuffer();
	return all;
}
