/** Whether answers helped, as their people say: kept under the hash of the watch secret, counted on the need. */
import { sql, type Transaction } from 'kysely';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { hashSecret } from '../domain/receipt-code.ts';
import type { Database, Tables } from './database.ts';

/**
 * Writes what people said: of each answer the last word of the same phone, whatever the order in which they arrive. It may
 * come before its need; of a need that was taken back nothing is kept.
 */
export async function insertHelped(
	trx: Transaction<Tables>,
	told: EnvelopeOf<'helped'>[],
	now: Date
): Promise<void> {
	if (told.length === 0) return;
	const said = told.map(({ body: { watch, message, helped }, madeAt }) => ({
		...{ watch_hash: hashSecret(watch), message, helped },
		made_ms: String(Date.parse(madeAt)),
		received_at: now
	}));
	const key = (row: (typeof said)[number]) => `${row.message} ${row.watch_hash}`;
	const rows = [...Map.groupBy(said, key)]
		// the order in which all requests write
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([, same]) => same.sort((a, b) => Number(a.made_ms) - Number(b.made_ms)).slice(-1));
	await trx
		.insertInto('helped')
		.values(rows)
		.onConflict((conflict) =>
			conflict
				.columns(['message', 'watch_hash'])
				.doUpdateSet((row) => ({
					helped: row.ref('excluded.helped'),
					made_ms: row.ref('excluded.made_ms'),
					received_at: row.ref('excluded.received_at')
				}))
				.whereRef('helped.made_ms', '<=', 'excluded.made_ms')
		)
		.execute();
	const hashes = rows.map(({ watch_hash }) => watch_hash);
	await sql`
		delete from helped using submissions, needs
		where helped.watch_hash = submissions.watch_hash and needs.id = submissions.id
			and needs.state = 'withdrawn' and submissions.watch_hash in (${sql.join(hashes)})`.execute(trx);
	await noteOnNeeds(trx, hashes);
}

/** The need shows what was said last, of its own answer or its thread's; `changed_at` stays: it is no step of the staff's. */
async function noteOnNeeds(trx: Database, hashes: string[]): Promise<void> {
	await sql`
		update needs set helped = said.helped
		from (
			select distinct on (submissions.id) submissions.id, helped.helped
			from submissions join helped on helped.watch_hash = submissions.watch_hash
			where submissions.watch_hash in (${sql.join(hashes)})
			order by submissions.id, helped.made_ms desc
		) said
		where needs.id = said.id and needs.state <> 'withdrawn'`.execute(trx);
}

/** What was said of needs that are erased goes with them. */
export async function eraseHelped(trx: Database, needs: string[]): Promise<void> {
	await sql`
		delete from helped using submissions
		where helped.watch_hash = submissions.watch_hash and submissions.id in (${sql.join(needs)})`.execute(
		trx
	);
	await trx.updateTable('needs').set({ helped: null }).where('id', 'in', needs).execute();
}
