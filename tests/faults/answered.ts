// What a city says to a need, as its staff's page leaves it.
import { tellChange } from '../../src/lib/server/changes.ts';
import type { Database } from '../../src/lib/server/database.ts';
import { newId } from '../integration/invented.ts';

/** The city answers a need. Gives the id of its message. */
export async function answerNeed(db: Database, need: string, words: string): Promise<string> {
	const id = newId();
	await db.transaction().execute(async (trx) => {
		const message = { id, need, said_at: new Date(), lang: 'es', words, staff: null };
		await trx.insertInto('need_messages').values(message).execute();
		await trx.updateTable('needs').set({ state: 'answered' }).where('id', '=', need).execute();
		await tellChange(trx, 'needs', [need]);
	});
	return id;
}
