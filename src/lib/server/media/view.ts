/** What staff see of recordings and photos: of one need all of them, in the list only how many there are. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../../domain/id.ts';
import type { MediaMarks, MediaRole } from '../../domain/media.ts';
import type { Database } from '../database.ts';

/** A recording or photo of a need: there to be seen or heard, still on its way, or no such thing as it was said to be. */
export interface MediaView {
	position: number;
	role: MediaRole;
	state: 'shown' | 'awaited' | 'unshown';
	/** Is a part of it covered, so that a copy is shown? */
	isCovered: boolean;
}

/** The recordings and photos of a need, in its order. */
export async function viewMedia(db: Database, need: string): Promise<MediaView[]> {
	const rows = await db
		.selectFrom('media')
		.select(['position', 'role', 'arrived_at', 'shown', 'covered'])
		.where('submission', '=', need)
		.orderBy('position')
		.execute();
	return rows.map(({ position, role, arrived_at, shown, covered }) => ({
		position,
		role,
		state: arrived_at === null ? 'awaited' : shown === null ? 'unshown' : 'shown',
		isCovered: covered !== null
	}));
}

/** What these needs have beside their words; a need without media is left out. */
export async function markMedia(db: Database, needs: string[]): Promise<Map<string, MediaMarks>> {
	if (needs.length === 0) return new Map();
	const rows = await db
		.selectFrom('media')
		.select([
			'submission',
			sql<boolean>`bool_or(role = 'voice')`.as('voice'),
			sql<number>`(count(*) filter (where role = 'photo'))::int`.as('photos'),
			sql<boolean>`bool_and(arrived_at is not null)`.as('isComplete')
		])
		.where('submission', 'in', needs)
		.groupBy('submission')
		.execute();
	return new Map(rows.map(({ submission, ...marks }) => [submission, marks]));
}

/** A file that staff may see or hear. */
export interface ShownFile {
	/** The name of the whole file. */
	sha256: string;
	type: string;
	/** How it is called where it is saved, without its ending. */
	name: string;
}

/**
 * The file at a place of a need's list; undefined where none is to be seen: not yet, never, or not any more. Of a photo
 * with a part covered it is the copy, but for whoever may see the photo itself and asks for it.
 */
export async function findShown(
	db: Database,
	need: string,
	position: string,
	{ original = false } = {}
): Promise<(ShownFile & { isCovered: boolean }) | undefined> {
	if (!v.is(idSchema, need) || !/^\d$/.test(position)) return undefined;
	const found = await db
		.selectFrom('media')
		.innerJoin('needs', 'needs.id', 'media.submission')
		.select((row) => [
			original
				? row.ref('shown').$notNull().as('sha256')
				: row.fn.coalesce('covered', row.ref('shown').$notNull()).as('sha256'),
			row.ref('shown_type').$notNull().as('type'),
			row('covered', 'is not', null).as('isCovered'),
			'number'
		])
		.where('submission', '=', need)
		.where('media.position', '=', Number(position))
		.where('arrived_at', 'is not', null)
		.where('shown', 'is not', null)
		.where('shown_type', 'is not', null)
		.where('state', '<>', 'withdrawn')
		.executeTakeFirst();
	return (
		found && {
			...found,
			isCovered: Boolean(found.isCovered),
			name: `need-${found.number}-${position}`
		}
	);
}
