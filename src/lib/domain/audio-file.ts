/** Audio files from a phone's own recorder: what they are, read from their bytes, and without the place where they were made. */
import type { Bytes } from './cryptography.ts';
import type { mediaTypes } from './media.ts';

export type AudioType = (typeof mediaTypes.voice)[number];

/** The type of an audio file by its first bytes; undefined when it is none that Plaza takes. */
export function audioTypeOf(bytes: Uint8Array): AudioType | undefined {
	if (hasAt(bytes, 4, 'ftyp')) return typeOfBrand(textAt(bytes, 8, 4));
	if (hasAt(bytes, 0, '\x1a\x45\xdf\xa3')) return isMatroska(bytes) ? 'audio/webm' : undefined;
	if (hasAt(bytes, 0, 'OggS')) return 'audio/ogg';
	if (hasAt(bytes, 0, 'RIFF') && hasAt(bytes, 8, 'WAVE')) return 'audio/wav';
	if (hasAt(bytes, 0, '#!AMR')) return 'audio/amr';
	if (hasAt(bytes, 0, 'ID3')) return 'audio/mpeg';
	return typeOfFrame(bytes);
}

/**
 * The same file without what its maker wrote into it: in MP4, M4A and 3GP files the boxes `udta`, `meta` and `uuid`, where
 * phones put the place and their own name, become `free` boxes of zeros. Not a byte moves, so it plays as before. Files
 * of other kinds, and what cannot be read, come back as they are.
 */
export function withoutMakersNotes(file: Bytes): Bytes {
	if (!hasAt(file, 4, 'ftyp')) return file;
	const bytes = file.slice();
	freeNotes(bytes, 0, bytes.length, 'file');
	return bytes;
}

const notes = ['udta', 'meta', 'uuid'];
/** In which boxes to look further; a tree, so that no file can lead deeper. */
const inside: Record<string, string[]> = {
	file: ['moov', 'moof'],
	moov: ['trak'],
	moof: ['traf'],
	trak: ['mdia'],
	mdia: ['minf']
};

function freeNotes(bytes: Bytes, from: number, to: number, box: string): void {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = from; at + 8 <= to;) {
		const type = textAt(bytes, at + 4, 4);
		const short = view.getUint32(at);
		const isLong = short === 1 && at + 16 <= to;
		const header = isLong ? 16 : 8;
		const size = isLong ? Number(view.getBigUint64(at + 8)) : short || to - at;
		// no box at all: whatever follows cannot be found
		if (size < header) return;
		const end = Math.min(at + size, to);
		if (notes.includes(type)) {
			bytes.set([0x66, 0x72, 0x65, 0x65], at + 4);
			bytes.fill(0, at + header, end);
		} else if (inside[box]?.includes(type)) {
			freeNotes(bytes, at + header, end, type);
		}
		at = end;
	}
}

/** An MP4 family file by its major brand. Pictures and QuickTime films begin in the same way. */
function typeOfBrand(brand: string): AudioType | undefined {
	if (/^(hei|hev|mif|msf|avi|crx|qt)/.test(brand)) return undefined;
	return /^3g/.test(brand) ? 'audio/3gpp' : 'audio/mp4';
}

function isMatroska(bytes: Uint8Array): boolean {
	const head = textAt(bytes, 0, 64);
	return head.includes('webm') || head.includes('matroska');
}

/** A file that begins with a frame of sound itself: the layer tells AAC (none) from MP3 (III). */
function typeOfFrame(bytes: Uint8Array): AudioType | undefined {
	const [first = 0, second = 0, third = 0] = bytes;
	if (first !== 0xff) return undefined;
	if ((second & 0xf6) === 0xf0) return 'audio/aac';
	const isVersion = (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08;
	const isLayer3 = (second & 0x06) === 0x02;
	const isRate = (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c;
	return isVersion && isLayer3 && isRate ? 'audio/mpeg' : undefined;
}

function hasAt(bytes: Uint8Array, at: number, text: string): boolean {
	return textAt(bytes, at, text.length) === text;
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + length));
}
