/** What people choose in prioritisings: kept by the token of their device alone. */
import { sql, type Transaction } from 'kysely';
import type { EnvelopeOf } from '../domain/envelope.ts';
import type { Choice } from '../domain/priority.ts';
import type { Database, Tables } from './database.ts';

/**
 * Writes what devices chose: of each token the last word, whatever the order in which they arrive. Of two words of the same
 * moment, which no phone says, it is always the same one. Whether a choice keeps the rules is seen when it is counted.
 */
export async function insertPriorities(
	trx: Transaction<Tables>,
	told: EnvelopeOf<'priority'>[]
): Promise<void> {
	if (told.length === 0) return;
	const rows = told.map(({ body, madeAt }) => ({ ...body, made_ms: Date.parse(madeAt) }));
	// in the order in which all requests write; one parameter for all rows
	await sql`
		insert into priorities (prioritising, token, choice, made_ms)
		select distinct on (prioritising, token collate "C") prioritising, token, choice, made_ms
		from jsonb_populate_recordset(null::priorities, ${JSON.stringify(rows)}::jsonb)
		order by prioritising, token collate "C", made_ms desc, choice::text collate "C" desc
		on conflict (prioritising, token) do update
			set choice = excluded.choice, made_ms = excluded.made_ms, counted = false
			where (priorities.made_ms, priorities.choice::text collate "C")
				<= (excluded.made_ms, excluded.choice::text collate "C")`.execute(trx);
}

/** What was chosen in a prioritising, of each device its last word. */
export async function readPriorities(db: Database, prioritising: string): Promise<Choice[]> {
	const rows = await db
		.selectFrom('priorities')
		.select('choice')
		.where('prioritising', '=', prioritising)
		.execute();
	return rows.map(({ choice }) => choice);
}
