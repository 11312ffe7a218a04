/** Results of prioritisings: counted behind the answer, a few seconds at a time, and published where they changed. */
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { countPrioritising, lockPrioritising } from './prioritising-publication.ts';

const mostAtOnce = 100;

/** Counts the prioritisings to which something came since they were counted last. */
export async function countPriorities(db: Database, now = new Date()): Promise<void> {
	const all = await db
		.selectFrom('priorities')
		.select('prioritising')
		.distinct()
		.where('counted', '=', false)
		.limit(mostAtOnce)
		.execute();
	for (const { prioritising } of all) {
		await db.transaction().execute(async (trx) => {
			const row = await lockPrioritising(trx, prioritising);
			// locked in the order in which requests write them, so that nobody waits in a circle
			await sql`
				with waiting as (
					select token from priorities where prioritising = ${prioritising} and not counted
					order by token collate "C" for update
				)
				update priorities set counted = true from waiting
				where prioritising = ${prioritising} and priorities.token = waiting.token`.execute(trx);
			if (row) await countPrioritising(trx, row, now);
		});
	}
	if (all.length === mostAtOnce) await countPriorities(db, now);
}
