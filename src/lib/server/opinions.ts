/** What people say to the statements of rounds: kept by the token of their device alone. */
import { sql, type Transaction } from 'kysely';
import type { Opinion, Vote } from '../domain/consensus.ts';
import type { EnvelopeOf } from '../domain/envelope.ts';
import type { OpinionKind } from '../domain/opinion.ts';
import type { Database, Tables } from './database.ts';

const votes: Record<OpinionKind, Vote> = { agree: 1, disagree: -1, pass: 0 };

type Said = { round: string; token: string; statement: string; vote: Vote; made_ms: string };

/**
 * Writes what devices said: of each token and statement the last word, whatever the order in which they arrive. Of two
 * words of the same moment, which no phone says, it is always the same one.
 */
export async function insertOpinions(
	trx: Transaction<Tables>,
	told: EnvelopeOf<'opinion'>[]
): Promise<void> {
	if (told.length === 0) return;
	const said = told.map(({ body: { opinion, ...of }, madeAt }): Said => {
		return { ...of, vote: votes[opinion], made_ms: String(Date.parse(madeAt)) };
	});
	const keyOf = ({ round, token, statement }: Said) => `${round} ${token} ${statement}`;
	const rows = [...Map.groupBy(said, keyOf)]
		// the order in which all requests write
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([, same]) => same.sort(byMaking).slice(-1));
	// one parameter for all rows: thousands of them cost neither side much
	await sql`
		insert into opinions (round, token, statement, vote, made_ms)
		select round, token, statement, vote, made_ms
		from jsonb_populate_recordset(null::opinions, ${JSON.stringify(rows)}::jsonb)
		on conflict (round, token, statement) do update
			set vote = excluded.vote, made_ms = excluded.made_ms, counted = false
			where (opinions.made_ms, opinions.vote) <= (excluded.made_ms, excluded.vote)`.execute(trx);
}

function byMaking(a: Said, b: Said): number {
	return Number(a.made_ms) - Number(b.made_ms) || a.vote - b.vote;
}

/** What was said to these statements of a round, of each device its last word. */
export async function readOpinions(
	db: Database,
	round: string,
	statements: readonly string[]
): Promise<Opinion[]> {
	if (statements.length === 0) return [];
	return db
		.selectFrom('opinions')
		.select(['token as person', 'statement', 'vote'])
		.where('round', '=', round)
		.where('statement', 'in', statements)
		.execute();
}
