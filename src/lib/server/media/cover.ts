/** Covers parts of a photo: boxes on a copy made here. The photo as it came stays for those who may see it. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { pixelsOf, type PhotoBox } from '../../domain/photo-boxes.ts';
import { logActivity } from '../activity.ts';
import type { Database } from '../database.ts';
import { touch, withNeed, type NoNeed } from '../need-lock.ts';
import { keepFile, nameOf, pathOf } from './files.ts';
import { inTurn } from './in-turn.ts';

export interface CoverPhoto {
	need: string;
	position: number;
	staff: string;
	/** The boxes that the page showed. */
	was: PhotoBox[];
	/** None uncovers it. */
	boxes: PhotoBox[];
}

export type CoverPhotoProblem = NoNeed | { problem: 'changed' | 'gone' };

/** A copy of a photo with black boxes, without metadata; the same boxes give the same bytes. */
async function boxed(photo: Uint8Array, boxes: readonly PhotoBox[]): Promise<Buffer> {
	const picture = sharp(photo, { failOn: 'error' });
	const { width, height } = await picture.metadata();
	const layers = boxes.map((box) => {
		const { left, top, ...size } = pixelsOf(box, { width, height });
		return {
			input: { create: { ...size, channels: 3 as const, background: '#000000' } },
			...{ left, top }
		};
	});
	return picture.composite(layers).jpeg({ quality: 80, progressive: true }).toBuffer();
}

/**
 * Covers a photo with these boxes in the place of those before. Undefined when the copy is kept and shown; else nothing
 * is changed: `changed` when somebody covered it since, `gone` when there is no photo to see at this place.
 */
export async function coverPhoto(
	db: Database,
	dataFolder: string,
	cover: CoverPhoto,
	now = new Date()
): Promise<CoverPhotoProblem | undefined> {
	const { need, position, boxes } = cover;
	const row = await photoAt(db, need, position);
	if (!row) return { problem: 'gone' };
	const photo = await readFile(pathOf(dataFolder, row.shown)).catch(() => undefined);
	if (!photo) return { problem: 'gone' };
	const copy = boxes.length > 0 ? await boxed(photo, boxes) : undefined;
	const write = () =>
		withNeed<CoverPhotoProblem | undefined>(db, cover, async (trx) => {
			const held = await photoAt(trx, need, position, true);
			if (!held) return { problem: 'gone' };
			if (!areSame(held.boxes ?? [], cover.was)) return { problem: 'changed' };
			const covered = copy ? await keepFile(dataFolder, copy) : null;
			await trx
				.updateTable('media')
				.set({ covered, boxes: copy ? JSON.stringify(boxes) : null })
				.where('submission', '=', need)
				.where('position', '=', position)
				.execute();
			await touch(trx, need, now);
			const action = copy ? 'need.photo-covered' : 'need.photo-uncovered';
			const detail = { position, boxes: boxes.length };
			await logActivity(trx, { staff: cover.staff, action, subject: `need:${need}`, detail }, now);
			return undefined;
		});
	// the sweep asks in the same turn whether something refers to the file
	return copy ? inTurn(`file ${nameOf(copy)}`, write) : write();
}

/** The photo at a place of a need's list, and what covers it; undefined where none is to be seen. */
export async function photoAt(
	db: Database,
	need: string,
	position: number,
	hold = false
): Promise<{ shown: string; boxes: PhotoBox[] | null } | undefined> {
	let query = db
		.selectFrom('media')
		.select((row) => [row.ref('shown').$notNull().as('shown'), 'boxes'])
		.where('submission', '=', need)
		.where('position', '=', position)
		.where('role', '=', 'photo')
		.where('arrived_at', 'is not', null)
		.where('shown', 'is not', null);
	if (hold) query = query.forUpdate();
	return query.executeTakeFirst();
}

function areSame(a: readonly PhotoBox[], b: readonly PhotoBox[]): boolean {
	const text = (boxes: readonly PhotoBox[]) =>
		JSON.stringify(boxes.map(({ x, y, width, height }) => [x, y, width, height]));
	return text(a) === text(b);
}
