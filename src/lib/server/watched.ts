/** What the city says to whoever holds a need's watch secret, and to nobody else. */
import { hashSecret } from '../domain/receipt-code.ts';
import type { News } from '../domain/sync.ts';
import type { Database } from './database.ts';

/**
 * State and replies of the needs that these secrets open, in the order in which they came; a secret that fits nothing
 * gives nothing. Which were asked for together is neither kept nor logged.
 */
export async function readWatched(db: Database, secrets: string[]): Promise<News[]> {
	const hashes = [...new Set(secrets)].map(hashSecret);
	if (hashes.length === 0) return [];
	const needs = await db
		.selectFrom('submissions')
		.innerJoin('needs', 'needs.id', 'submissions.id')
		.select(['needs.id', 'needs.state', 'needs.changed_at'])
		.select((row) => row.ref('submissions.watch_hash').$notNull().as('watch_hash'))
		.where('submissions.watch_hash', 'in', hashes)
		.orderBy('needs.received_at')
		.orderBy('needs.id')
		.execute();
	if (needs.length === 0) return [];
	const said = await db
		.selectFrom('need_messages')
		.select(['id', 'need', 'said_at', 'lang', 'words'])
		.where(
			'need',
			'in',
			needs.map(({ id }) => id)
		)
		.where('words', '<>', '')
		.orderBy('said_at')
		.orderBy('id')
		.execute();
	const messages = Map.groupBy(said, ({ need }) => need);
	return needs.map((need) => ({
		id: need.id,
		watchHash: need.watch_hash,
		state: need.state,
		changedAt: need.changed_at.toISOString(),
		messages: (messages.get(need.id) ?? []).map(({ id, lang, words, said_at }) => ({
			id,
			lang,
			words,
			saidAt: said_at.toISOString()
		}))
	}));
}
