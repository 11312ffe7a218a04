/** Progress: facts without a person, only ever added. */
import type { Transaction } from 'kysely';
import { outcomeOf } from '../domain/attempt.ts';
import type { EnvelopeOf } from '../domain/envelope.ts';
import type { Tables } from './database.ts';

/** Writes new progress facts. */
export async function insertProgress(
	trx: Transaction<Tables>,
	facts: EnvelopeOf<'progress'>[],
	now: Date
): Promise<void> {
	if (facts.length === 0) return;
	const rows = facts.map(({ id, lang, session, body: { lesson, step, attempt } }) => ({
		id,
		received_at: now,
		lesson,
		step,
		attempt: attempt ? JSON.stringify(attempt) : null,
		lang,
		outcome: attempt ? outcomeOf(attempt) : null,
		seconds: attempt?.seconds ?? null,
		session: session ?? null
	}));
	await trx.insertInto('progress').values(rows).execute();
}
