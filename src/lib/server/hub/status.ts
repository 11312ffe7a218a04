/** What waits at a hub, in numbers: nothing of what was told. */
import { sql } from 'kysely';
import { statfs } from 'node:fs/promises';
import type { Database } from '../database.ts';

export interface HubStatus {
	/** Messages that the city has not got yet, and since when the oldest of them waits. */
	waiting: number;
	since: Date | null;
	/** Messages that the city has. */
	arrived: number;
	/** Messages that the city did not take: their phones know why. */
	refused: number;
	/** Recordings and photos that phones have announced and not brought yet. */
	mediaMissing: number;
	/** Bytes that are free on this machine's disk. */
	room: number;
}

/** Counts what is here. */
export async function hubStatus(db: Database, dataFolder: string): Promise<HubStatus> {
	const [letters, media, disk] = await Promise.all([
		db
			.selectFrom('hub_letters')
			.select([
				sql<number>`(count(*) filter (where settled_at is null and letter is not null))::int`.as(
					'waiting'
				),
				sql<Date | null>`min(received_at) filter (
					where settled_at is null and letter is not null)`.as('since'),
				sql<number>`(count(*) filter (where result -> 'receipt' is not null))::int`.as('arrived'),
				sql<number>`(count(*) filter (
					where settled_at is not null and result -> 'receipt' is null))::int`.as('refused')
			])
			.executeTakeFirstOrThrow(),
		db
			.selectFrom('hub_media')
			.select(sql<number>`count(*)::int`.as('missing'))
			.where('arrived_at', 'is', null)
			.executeTakeFirstOrThrow(),
		statfs(dataFolder)
	]);
	return { ...letters, mediaMissing: media.missing, room: disk.bavail * disk.bsize };
}
