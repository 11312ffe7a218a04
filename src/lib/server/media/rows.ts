/** What the city knows of each recording and photo: which need lists it, what is still awaited, what staff may see. */
import { sql, type Transaction } from 'kysely';
import type { Envelope } from '../../domain/envelope.ts';
import type { MediaRole } from '../../domain/media.ts';
import type { Database, Tables } from '../database.ts';
import type { Opened } from '../open-submission.ts';

/** Notes what new submissions list. */
export async function insertMedia(
	trx: Transaction<Tables>,
	told: { envelope: Pick<Envelope, 'id' | 'media'> }[]
): Promise<void> {
	const rows = told.flatMap(({ envelope: { id, media } }) =>
		media.map((item, position) => ({ submission: id, position, ...item }))
	);
	if (rows.length > 0) await trx.insertInto('media').values(rows).execute();
}

/**
 * Lets the media of these submissions come, under the hashes of the form in which each came, and tells which have not
 * come yet: by submission, positions in its list.
 */
export async function awaitMedia(
	trx: Transaction<Tables>,
	submissions: Opened[]
): Promise<Map<string, number[]>> {
	const listing = submissions.filter(({ travelling }) => travelling.length > 0);
	if (listing.length === 0) return new Map();
	const ids = listing.map(({ envelope }) => envelope.id);
	const rows = await trx
		.selectFrom('media')
		.select(['submission', 'position'])
		.where('submission', 'in', ids)
		.where('arrived_at', 'is', null)
		.orderBy('submission')
		.orderBy('position')
		.forUpdate()
		.execute();
	const missing = new Map(
		[...Map.groupBy(rows, ({ submission }) => submission)].map(([id, list]) => [
			id,
			list.map(({ position }) => position)
		])
	);
	const awaited = listing.flatMap(({ envelope, travelling, sealed }) =>
		(missing.get(envelope.id) ?? []).flatMap((position) => {
			const item = travelling[position];
			const key = 'mediaKey' in envelope ? (envelope.mediaKey ?? null) : null;
			return item ? [{ ...item, submission: envelope.id, position, sealed, key }] : [];
		})
	);
	if (awaited.length > 0) {
		await trx
			.insertInto('media_awaited')
			.values(awaited)
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	}
	return missing;
}

/** A place in a submission's list that waits for bytes of one hash. */
export interface Awaiting {
	submission: string;
	position: number;
	size: number;
	sealed: boolean;
	role: MediaRole;
	/** Hash of the bytes themselves, where they travel sealed. */
	inner: string;
	mediaKey: string | null;
}

/** The places that wait for the bytes of this hash. */
export async function awaiting(db: Database, sha256: string): Promise<Awaiting[]> {
	const rows = await db
		.selectFrom('media_awaited as awaited')
		.innerJoin('media', (join) =>
			join
				.onRef('media.submission', '=', 'awaited.submission')
				.onRef('media.position', '=', 'awaited.position')
		)
		.innerJoin('submissions', 'submissions.id', 'awaited.submission')
		.select(['awaited.submission', 'awaited.position', 'awaited.size', 'awaited.sealed', 'key'])
		.select(['media.role', 'media.sha256 as inner', 'submissions.envelope'])
		.where('awaited.sha256', '=', sha256)
		.execute();
	return rows.map(({ envelope, key, ...row }) => ({
		...row,
		// what was awaited before keys were noted here
		mediaKey: key ?? (envelope && 'mediaKey' in envelope ? (envelope.mediaKey ?? null) : null)
	}));
}

/** A place no longer waits for bytes of this hash; for others it does. */
export async function awaitNoMore(
	db: Database,
	{ submission, position }: Awaiting,
	sha256: string
): Promise<void> {
	await db
		.deleteFrom('media_awaited')
		.where('submission', '=', submission)
		.where('position', '=', position)
		.where('sha256', '=', sha256)
		.execute();
}

/** The size of bytes that came under this hash already, for a phone that did not hear of it. */
export async function sizeArrived(db: Database, sha256: string): Promise<number | undefined> {
	const row = await db
		.selectFrom('media')
		.select('size')
		.where('sha256', '=', sha256)
		.where('arrived_at', 'is not', null)
		.executeTakeFirst();
	return row?.size;
}

/**
 * The bytes for a place are here and safely kept; whatever else it waited for need not come. Says whether the place still
 * waited for them.
 */
export async function settleMedia(
	db: Database,
	{ submission, position }: { submission: string; position: number },
	shown: { sha256: string; type: string } | undefined
): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const { numUpdatedRows } = await trx
			.updateTable('media')
			.set({
				arrived_at: new Date(),
				shown: shown?.sha256 ?? null,
				shown_type: shown?.type ?? null
			})
			.where('submission', '=', submission)
			.where('position', '=', position)
			.where('arrived_at', 'is', null)
			.executeTakeFirst();
		await trx
			.deleteFrom('media_awaited')
			.where('submission', '=', submission)
			.where('position', '=', position)
			.execute();
		// what was said to be a recording and is none is not looked for as one
		if (!shown) {
			await trx
				.updateTable('needs')
				.set({ has_voice: holds('voice'), has_photo: holds('photo') })
				.where('id', '=', submission)
				.execute();
		}
		return numUpdatedRows > 0n;
	});
}

/** Has the need something of this role that can be shown, or that may still come? */
function holds(role: MediaRole) {
	return sql<boolean>`exists (
		select 1 from media where submission = needs.id and role = ${role}
			and (arrived_at is null or shown is not null))`;
}

/** Forgets the media of submissions that were taken back; their files go with the next sweep. */
export async function eraseMedia(trx: Database, ids: string[]): Promise<void> {
	if (ids.length > 0) await trx.deleteFrom('media').where('submission', 'in', ids).execute();
}

/** Of these names of whole files, those that something still refers to: a need or an answer at the city, or a letter at a hub. */
export async function namesInUse(db: Database, names: string[]): Promise<Set<string>> {
	const used = new Set<string>();
	for (let from = 0; from < names.length; from += 1000) {
		const some = names.slice(from, from + 1000);
		const [listed, held, said] = await Promise.all([
			db
				.selectFrom('media')
				.select(['sha256', 'shown', 'covered'])
				.where('arrived_at', 'is not', null)
				.where((row) =>
					row.or([row('shown', 'in', some), row('sha256', 'in', some), row('covered', 'in', some)])
				)
				.execute(),
			db.selectFrom('hub_media').select('sha256').where('sha256', 'in', some).execute(),
			voicesAmong(db, some)
		]);
		for (const { shown, sha256, covered } of listed) {
			used.add(shown ?? sha256);
			if (covered) used.add(covered);
		}
		for (const { sha256 } of held) used.add(sha256);
		for (const { file } of said) used.add(file);
	}
	return used;
}

/** Those that answers, and what is said to everybody, are spoken in. In one look, because a voice goes over from an answer to many to each of its messages. */
async function voicesAmong(db: Database, names: string[]): Promise<{ file: string }[]> {
	const { rows } = await sql<{ file: string }>`
		select voice_file as file from need_messages where voice_file in (${sql.join(names)})
		union
		select voice ->> 'file' from answer_batches, jsonb_each(voices) as each (lang, voice)
		where voices <> '{}' and voice ->> 'file' in (${sql.join(names)})
		union
		select voice ->> 'sha256' from publications,
			jsonb_each(case jsonb_typeof(body -> 'voices') when 'object' then body -> 'voices' end) as each (lang, voice)
		where kind = 'public-reply' and voice ->> 'sha256' in (${sql.join(names)})`.execute(db);
	return rows;
}

/** May bytes of this hash still come, sealed or not? */
export async function isAwaited(db: Database, sha256: string): Promise<boolean> {
	const places = await Promise.all([
		db.selectFrom('media_awaited').select('sha256').where('sha256', '=', sha256).executeTakeFirst(),
		db
			.selectFrom('media')
			.select('sha256')
			.where('sha256', '=', sha256)
			.where('arrived_at', 'is', null)
			.executeTakeFirst(),
		db
			.selectFrom('hub_media')
			.select('sha256')
			.where('sha256', '=', sha256)
			.where('arrived_at', 'is', null)
			.executeTakeFirst()
	]);
	return places.some((place) => place !== undefined);
}
