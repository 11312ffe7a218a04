/** *Me too*: kept by its token alone. */
import { sql, type Transaction } from 'kysely';
import type { EnvelopeOf } from '../domain/envelope.ts';
import type { Database, Tables } from './database.ts';

/** Writes what devices said: of each token the last word, whatever the order in which they arrive. */
export async function insertSupports(
	trx: Transaction<Tables>,
	told: EnvelopeOf<'support'>[]
): Promise<void> {
	if (told.length === 0) return;
	const said = told.map(({ body, madeAt }) => ({ ...body, made_ms: String(Date.parse(madeAt)) }));
	const rows = [...Map.groupBy(said, ({ thing, token }) => `${thing} ${token}`)]
		// the order in which all requests write
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([, same]) => same.sort((a, b) => Number(a.made_ms) - Number(b.made_ms)).slice(-1));
	// one parameter for all rows: thousands of them cost neither side much
	await sql`
		insert into supports (thing, token, supports, made_ms)
		select thing, token, supports, made_ms
		from jsonb_populate_recordset(null::supports, ${JSON.stringify(rows)}::jsonb)
		on conflict (thing, token) do update
			set supports = excluded.supports, made_ms = excluded.made_ms, counted = false
			where supports.made_ms <= excluded.made_ms`.execute(trx);
}

/** How many devices support a thing. */
export async function readSupports(db: Database, thing: string): Promise<number> {
	const { many } = await db
		.selectFrom('supports')
		.select(sql<number>`count(*)::int`.as('many'))
		.where('thing', '=', thing)
		.where('supports', '=', true)
		.executeTakeFirstOrThrow();
	return many;
}
