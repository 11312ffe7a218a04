/** A carried file at the door: its letters in few requests and in their order, each with what became of it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CarryWriter, pieceLength } from '../../src/lib/domain/carry-file.ts';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { importCarried } from '../../src/lib/server/import-carried.ts';
import { arrivedOf, receivePiece } from '../../src/lib/server/media/receive.ts';
import { newId } from '../integration/invented.ts';
import { hashOf } from '../integration/media-made.ts';

const root = 'r'.repeat(43);
const photo = { sha256: 'h'.repeat(43), size: 3 };
const letters = (many: number, length = 20): Sealed[] =>
	Array.from({ length: many }, () => ({
		id: newId(),
		sealed: `e..n.${'d'.repeat(length - 7)}.t`,
		media: [photo]
	}));

/** Imports them at a door where those that lack a photo have it when they come again; nobody waits for media. */
async function bring(all: Sealed[], lacking: Sealed[] = [], disk?: NodeJS.ErrnoException) {
	const writer = new CarryWriter();
	const lines = [writer.header(root), ...all.map((each) => writer.letter(each))];
	if (disk) lines.push(...writer.media(photo.sha256, new Uint8Array(photo.size)));
	lines.push(writer.end());
	const reads = [new TextEncoder().encode(lines.join(''))];
	const asked: string[][] = [];
	const lacks = new Set(lacking.map(({ id }) => id));
	const door = {
		root,
		media: {
			dataFolder: '',
			expected: async () => {
				if (disk) throw disk;
				return undefined;
			}
		},
		receive: async (came: Sealed[]) => {
			asked.push(came.map(({ id }) => id));
			return came.map(({ id }): SyncResult => {
				if (lacks.delete(id)) return { id, result: 'incomplete', missing: [photo.sha256] };
				return { id, result: 'accepted' };
			});
		}
	};
	const { results } = await importCarried(door, async () => reads.shift());
	return { asked, results };
}
const ids = (all: Sealed[]) => all.map(({ id }) => id);

it('goes in requests of at most 500 letters, each with its result', async () => {
	const all = letters(1201);
	const { asked, results } = await bring(all);
	expect(asked.map(({ length }) => length)).toEqual([500, 500, 201]);
	expect(results).toEqual(ids(all).map((id) => ({ id, result: 'accepted' })));
	expect((await bring(letters(500))).asked).toHaveLength(1);
});

it('goes in requests of two million letters of text', async () => {
	const { asked } = await bring(letters(50, 64 * 1024));
	expect(asked.map(({ length }) => length)).toEqual([32, 18]);
});

it('is asked about once more where it lacked media, and about nothing else', async () => {
	const all = letters(3);
	const { asked, results } = await bring(all, all.slice(1, 2));
	expect(asked).toEqual([ids(all), ids(all.slice(1, 2))]);
	expect(results).toEqual(ids(all).map((id) => ({ id, result: 'accepted' })));
	const many = letters(501);
	const again = await bring(many, many);
	expect(again.asked.map(({ length }) => length)).toEqual([500, 1, 500, 1]);
	expect(again.results.every(({ result }) => result === 'accepted')).toBe(true);
});

it('keeps no more than eight million letters of text to ask once more', async () => {
	const all = letters(130, 64 * 1024);
	const { asked, results } = await bring(all, all);
	expect(asked.flat().length - all.length).toBe(128);
	expect(results.slice(126).map(({ result }) => result)).toEqual([
		...['accepted', 'accepted', 'incomplete', 'incomplete']
	]);
});

it('keeps the words where the disk has no room for a photo, and says so where the disk is broken', async () => {
	const all = letters(1);
	const disk = (code: string) => Object.assign(new Error(code), { code });
	const { results } = await bring(all, all, disk('ENOSPC'));
	expect(results).toMatchObject([{ id: all[0]?.id }]);
	await expect(bring(all, all, disk('EIO'))).rejects.toThrow('EIO');
});

it('goes on within a piece where a part of it came before, and leaves out one that comes too early', async () => {
	const bytes = new Uint8Array(randomBytes(2 * pieceLength + 500));
	const sha256 = hashOf(Buffer.from(bytes));
	const kept: Buffer[] = [];
	const keep = async (whole: Buffer) => kept.push(whole) > 0;
	const dataFolder = mkdtempSync(join(tmpdir(), 'plaza-carried-'));
	const media = { dataFolder, expected: async () => ({ size: bytes.length, keep }) };
	const writer = new CarryWriter();
	const [first = '', ...rest] = writer.media(sha256, bytes);
	const importLines = (lines: string[]) => {
		const reads = [new TextEncoder().encode([writer.header(root), ...lines].join(''))];
		return importCarried({ root, media, receive: async () => [] }, async () => reads.shift());
	};
	await importLines(rest);
	expect(await arrivedOf(media, sha256)).toMatchObject({ offset: 0 });
	await receivePiece(media, sha256, 0, Buffer.from(bytes.subarray(0, pieceLength + 9)));
	await importLines([first, ...rest]);
	expect(kept.map((each) => Buffer.compare(each, bytes))).toEqual([0]);
});
