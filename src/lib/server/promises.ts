/** The day that a city promises for a need: by it the inbox is ordered. */
import { dueOf } from '../domain/due.ts';
import { readUsualDays } from './settings.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';
import { touch, withNeed, type NoNeed } from './need-lock.ts';

/**
 * Promises a day, or takes the promise back where `date` is null. Undefined when it is done; `changed` when somebody
 * promised another one since: `was` is what the page showed.
 * @param date an ISO date that `isPromise` lets pass
 */
export async function promise(
	db: Database,
	{
		need: id,
		staff,
		date,
		was
	}: { need: string; staff: string; date: string | null; was: string | null },
	now = new Date()
): Promise<NoNeed | { problem: 'changed' } | undefined> {
	return withNeed<{ problem: 'changed' } | undefined>(
		db,
		{ need: id, staff },
		async (trx, need) => {
			if (need.promised_on === date) return undefined;
			if (need.promised_on !== was) return { problem: 'changed' };
			const due_at = dueOf(
				{ receivedAt: need.received_at, promisedOn: date },
				await readUsualDays(trx)
			);
			await touch(trx, id, now, { promised_on: date, due_at });
			const done = date
				? ({ action: 'need.promised', detail: { date } } as const)
				: ({ action: 'need.unpromised' } as const);
			await logActivity(trx, { staff, subject: `need:${id}`, ...done }, now);
			return undefined;
		}
	);
}
