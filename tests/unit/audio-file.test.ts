/** Audio files of phones' own recorders: told apart by their bytes, and rid of the place where they were made. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	audioTypeOf,
	withoutMakersNotes,
	type AudioType
} from '../../src/lib/domain/audio-file.ts';
import { mediaTypes } from '../../src/lib/domain/media.ts';
import { shownOf } from '../../src/lib/server/media/shown.ts';

const fixture = (name: string) =>
	new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures', name)));
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** A box of MP4, with a 32-bit or a 64-bit size. */
function box(type: string, content: Uint8Array, isLong = false): Uint8Array<ArrayBuffer> {
	const head = new DataView(new ArrayBuffer(isLong ? 16 : 8));
	const size = head.byteLength + content.length;
	head.setUint32(0, isLong ? 1 : size);
	if (isLong) head.setBigUint64(8, BigInt(size));
	const bytes = joined(new Uint8Array(head.buffer), content);
	bytes.set(bytesOf(type), 4);
	return bytes;
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Buffer.concat(parts));
}

const place = bytesOf('+41.3874+002.1686/');
const brand = box('ftyp', bytesOf('M4A \0\0\0\0isom'));

describe('the type of an audio file', () => {
	const kinds: [string, Uint8Array<ArrayBuffer>, AudioType][] = [
		['a recording of Chromium', fixture('voice.webm'), 'audio/webm'],
		['a recording of Safari', fixture('voice.m4a'), 'audio/mp4'],
		['Ogg', bytesOf('OggS\0\x02'), 'audio/ogg'],
		['3GP', box('ftyp', bytesOf('3gp4\0\0\0\0')), 'audio/3gpp'],
		['3GP of other networks', box('ftyp', bytesOf('3g2a\0\0\0\0')), 'audio/3gpp'],
		['a film without pictures', box('ftyp', bytesOf('M4V \0\0\0\0')), 'audio/mp4'],
		['AMR', bytesOf('#!AMR\n\x3c'), 'audio/amr'],
		['wide AMR', bytesOf('#!AMR-WB\n'), 'audio/amr'],
		['WAV', bytesOf('RIFF\x24\x08\0\0WAVEfmt '), 'audio/wav'],
		['MP3 with a tag', bytesOf('ID3\x04\0\0'), 'audio/mpeg'],
		['MP3 with room behind its tag', bytesOf('ID3\x04\0\0\0\0\0\x0a'), 'audio/mpeg'],
		['MP3', bytesOf('\xff\xfb\x90\x64'), 'audio/mpeg'],
		['AAC', bytesOf('\xff\xf1\x50\x80'), 'audio/aac'],
		['AAC of MPEG-2', bytesOf('\xff\xf9\x50\x80'), 'audio/aac']
	];

	it.each(kinds)('%s', (_, bytes, type) => {
		expect(audioTypeOf(bytes)).toBe(type);
	});

	it.each(kinds)('%s, which a phone takes, is heard at the city', async (_, bytes, type) => {
		const file = joined(bytes, new Uint8Array(5000));
		expect(await shownOf('voice', file)).toMatchObject({ type });
	});

	it.each([
		['nothing', ''],
		['a JPEG', '\xff\xd8\xff\xe0'],
		['a text with a byte order mark', '\xff\xfeh\0'],
		['a PNG', '\x89PNG\r\n\x1a\n'],
		['a WebP', 'RIFF\x24\x08\0\0WEBPVP8 '],
		['a photo of an iPhone', '\0\0\0\x18ftypheic\0\0\0\0'],
		['a film of an iPhone', '\0\0\0\x14ftypqt  \0\0\0\0'],
		['a page', '<!doctype html><script>alert(1)</script>'],
		['a program', '\x7fELF\x02\x01\x01'],
		['EBML of another kind', '\x1a\x45\xdf\xa3\x9f']
	])('of %s is none', (_, text) => {
		expect(audioTypeOf(bytesOf(text))).toBeUndefined();
	});

	it('of any bytes is one that Plaza takes, or none', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
				const type = audioTypeOf(bytes);
				expect(type === undefined || mediaTypes.voice.includes(type)).toBe(true);
			})
		);
	});
});

describe('a file without its maker’s notes', () => {
	const sound = box('mdat', bytesOf('the voice itself'));
	const header = box('mvhd', bytesOf('times'));

	it.each([
		['beside the film', [box('udta', place), header]],
		['as a film’s tag of Apple', [header, box('meta', joined(bytesOf('\0\0\0\0'), place))]],
		['in a track', [box('trak', joined(box('tkhd', bytesOf('t')), box('udta', place)))]],
		['behind a long size', [box('uuid', place, true)]]
	])('has lost the place that stood %s', (_, parts) => {
		const moov = box('moov', joined(...parts));
		const file = joined(brand, moov, sound);
		const cleaned = withoutMakersNotes(file);
		expect(textOf(file)).toContain(textOf(place));
		expect(textOf(cleaned)).not.toContain(textOf(place));
		expect(cleaned).toHaveLength(file.length);
		expect(textOf(cleaned)).toContain('free');
		// the voice has not moved
		expect(textOf(cleaned).indexOf('the voice')).toBe(textOf(file).indexOf('the voice'));
	});

	it('has lost notes at its end, and in the pieces of one that was kept while it ran', () => {
		const piece = box('moof', box('traf', box('udta', place)));
		const last = box('meta', place);
		// "up to the end of the file"
		last.fill(0, 0, 4);
		const cleaned = withoutMakersNotes(joined(brand, piece, sound, box('uuid', place), last));
		expect(textOf(cleaned)).not.toContain(textOf(place));
		expect(textOf(cleaned)).toContain('the voice itself');
	});

	it('is the same in everything else', () => {
		const withNotes = (content: Uint8Array) =>
			joined(brand, box('moov', joined(header, box('udta', content))), sound);
		const cleaned = textOf(withoutMakersNotes(withNotes(place)));
		const empty = textOf(withNotes(new Uint8Array(place.length))).replace('udta', 'free');
		expect(cleaned).toBe(empty);
	});

	it.each(['voice.webm', 'voice.m4a'])('that has none is as it was: %s', (name) => {
		const file = fixture(name);
		expect(withoutMakersNotes(file)).toEqual(file);
	});

	it('that is broken in any way is read without a stumble, and keeps its length', () => {
		const type = fc.constantFrom('moov', 'trak', 'udta', 'meta', 'uuid', 'mdat', 'moof', 'free');
		const rubbish = fc.uint8Array({ maxLength: 40 });
		const tree = fc.letrec<{ box: Uint8Array }>((tie) => ({
			box: fc.oneof(
				{ maxDepth: 5, withCrossShrink: true },
				rubbish,
				fc
					.tuple(type, fc.array(tie('box'), { maxLength: 3 }), fc.boolean())
					.map(([name, parts, isLong]) => box(name, joined(...parts), isLong))
			)
		})).box;
		fc.assert(
			fc.property(fc.array(tree, { maxLength: 4 }), fc.nat(), (parts, cut) => {
				const file = joined(brand, ...parts);
				const part = file.slice(0, file.length - (cut % 9));
				const cleaned = withoutMakersNotes(part);
				expect(cleaned).toHaveLength(part.length);
				expect(withoutMakersNotes(cleaned)).toEqual(cleaned);
			})
		);
	});

	it('that nests boxes without end is left where no player would follow', () => {
		const deep = new Uint8Array(800_000);
		const view = new DataView(deep.buffer);
		for (let at = 0; at + 8 <= deep.length; at += 8) {
			view.setUint32(at, deep.length - at);
			deep.set(bytesOf(at === 0 ? 'moov' : 'trak'), at + 4);
		}
		expect(withoutMakersNotes(joined(brand, deep))).toHaveLength(brand.length + deep.length);
	});
});
