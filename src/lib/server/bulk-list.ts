/** What a member did to many needs at once. */
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** The newest first; `many` is to how many needs. */
export async function listBulk(db: Database, staff: string, most = 20) {
	return db
		.selectFrom('bulk_actions')
		.select(['id', 'at', 'act', 'value', 'undone_at as undoneAt'])
		.select((row) =>
			row
				.selectFrom('bulk_needs')
				.select(sql<number>`count(*)::int`.as('many'))
				.whereRef('bulk', '=', 'bulk_actions.id')
				.as('many')
		)
		.where('staff', '=', staff)
		.orderBy('at', 'desc')
		.limit(most)
		.execute();
}
