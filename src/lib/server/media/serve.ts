/** Hands a recording or photo to the staff's browser: as what it is, and as nothing that could act. */
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { readRange } from './byte-range.ts';
import { pathOf } from './files.ts';
import type { ShownFile } from './view.ts';

/** The only types that leave the city, and how their files end. */
const endings: Record<string, string> = {
	'audio/webm': 'webm',
	'audio/ogg': 'ogg',
	'audio/mp4': 'm4a',
	'audio/mpeg': 'mp3',
	'audio/wav': 'wav',
	'audio/aac': 'aac',
	'audio/3gpp': '3gp',
	'audio/amr': 'amr',
	'image/jpeg': 'jpg'
};

/** Opened by itself a file is a page of nobody that may do nothing; a browser's own page around a picture has styles. */
const policies = {
	audio: "sandbox; default-src 'none'",
	image: "sandbox; default-src 'none'; style-src 'unsafe-inline'"
};

/**
 * The answer with a file, or the part of it that `request` asks for; undefined when the file is not there.
 */
export async function serveMedia(
	dataFolder: string,
	{ sha256, type, name }: ShownFile,
	request: Request
): Promise<Response | undefined> {
	const ending = endings[type];
	const file = ending && (await openFile(pathOf(dataFolder, sha256)));
	if (!file) return undefined;
	const { size } = await file.stat();
	const headers = new Headers({
		'content-type': type,
		'content-disposition': `inline; filename="${name}.${ending}"`,
		'content-security-policy': policies[type.startsWith('image/') ? 'image' : 'audio'],
		'x-content-type-options': 'nosniff',
		'cross-origin-resource-policy': 'same-origin',
		'cache-control': 'private, no-store',
		'accept-ranges': 'bytes'
	});
	// there is no mark by which a browser could know that its part is still of the same file
	const asked = request.headers.has('if-range') ? null : request.headers.get('range');
	const range = readRange(asked, size);
	if (range === 'none') {
		await file.close();
		headers.set('content-range', `bytes */${size}`);
		return new Response(null, { status: 416, headers });
	}
	const { first, last } = range ?? { first: 0, last: size - 1 };
	headers.set('content-length', String(last - first + 1));
	if (range) headers.set('content-range', `bytes ${first}-${last}/${size}`);
	const status = range ? 206 : 200;
	if (request.method === 'HEAD') {
		await file.close();
		return new Response(null, { status, headers });
	}
	const stream = file.createReadStream({ start: first, end: last });
	return new Response(Readable.toWeb(stream) as ReadableStream, { status, headers });
}

async function openFile(path: string): Promise<FileHandle | undefined> {
	try {
		return await open(path, 'r');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}
