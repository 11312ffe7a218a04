/** Results of rounds: counted behind the answer, a few seconds at a time, and published where they changed. */
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { countRound, lockRound } from './round-publication.ts';

const mostAtOnce = 100;

/** Counts the rounds to which something came since they were counted last. */
export async function countOpinions(db: Database, now = new Date()): Promise<void> {
	const rounds = await db
		.selectFrom('opinions')
		.select('round')
		.distinct()
		.where('counted', '=', false)
		.limit(mostAtOnce)
		.execute();
	for (const { round } of rounds) {
		await db.transaction().execute(async (trx) => {
			const row = await lockRound(trx, round);
			// locked in the order in which requests write them, so that nobody waits in a circle
			await sql`
				with waiting as (
					select token, statement from opinions where round = ${round} and not counted
					order by token collate "C", statement collate "C" for update
				)
				update opinions set counted = true from waiting
				where round = ${round} and opinions.token = waiting.token
					and opinions.statement = waiting.statement`.execute(trx);
			if (row) await countRound(trx, row, now);
		});
	}
	if (rounds.length === mostAtOnce) await countOpinions(db, now);
}
