/** Numbers of supports: counted behind the answer, a few seconds at a time, and published where they changed. */
import { republishChallenge } from './challenge-publication.ts';
import type { Database } from './database.ts';
import { challengeOfIdea, lockIdeas } from './idea-publication.ts';

const mostAtOnce = 100;

/** Counts what has come since it was counted last, and publishes the numbers that everybody may see anew. */
export async function countSupports(db: Database, now = new Date()): Promise<void> {
	const things = await db
		.selectFrom('supports')
		.select('thing')
		.distinct()
		.where('counted', '=', false)
		.limit(mostAtOnce)
		.execute();
	for (const { thing } of things) {
		await db.transaction().execute(async (trx) => {
			const challenge = await challengeOfIdea(trx, thing);
			if (challenge) await lockIdeas(trx);
			await trx
				.updateTable('supports')
				.set({ counted: true })
				.where('thing', '=', thing)
				.where('counted', '=', false)
				.execute();
			await republishChallenge(trx, challenge ?? thing, now);
		});
	}
	if (things.length === mostAtOnce) await countSupports(db, now);
}
