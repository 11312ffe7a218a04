/** What is written down of something done to many needs: which, and by whom. */
import { sql } from 'kysely';
import { logActivity, type ActivityAction } from './activity.ts';
import type { Database } from './database.ts';
import { liveChannel } from './live.ts';

/** So many ids fit what PostgreSQL tells at once: 8,000 bytes. */
const toldTogether = 150;

/** Writes it into the log with the ids of the needs, and tells it to their open pages; called as `logActivity` is. */
export async function logBulk(
	trx: Database,
	{ bulk, staff, action }: { bulk: string; staff: string; action: ActivityAction },
	needs: string[],
	value: string | null,
	now: Date
): Promise<void> {
	const detail = { needs: needs.length, ids: needs, ...(value !== null && { value }) };
	await logActivity(trx, { staff, action, subject: `bulk:${bulk}`, detail }, now);
	for (let at = 0; at < needs.length; at += toldTogether) {
		const told = JSON.stringify({ needs: needs.slice(at, at + toldTogether), staff });
		await sql`select pg_notify(${liveChannel}, ${told})`.execute(trx);
	}
}
