/** Where a member is signed in now, and the end of it. */
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';

export interface OpenSignIn {
	id: string;
	/** Browser and system in a word each, where they are known. */
	device: string | null;
	since: Date;
	/** To the minute. */
	seenAt: Date;
}

/** Her sign-ins that are open, the last used first. */
export async function listSignIns(db: Database, staff: string): Promise<OpenSignIn[]> {
	return db
		.selectFrom('staff_sign_ins')
		.select(['id', 'device', 'created_at as since', 'updated_at as seenAt'])
		.where('staff_id', '=', staff)
		.where('half', '=', false)
		.where('expires_at', '>', new Date())
		.orderBy('updated_at', 'desc')
		.orderBy('id')
		.execute();
}

/** Ends one of her sign-ins, or all but `kept`; and what was only halfway in. */
export async function endOwnSignIns(
	db: Database,
	staff: string,
	which: { one: string } | { kept: string }
): Promise<void> {
	await db.transaction().execute(async (trx) => {
		const hers = trx.deleteFrom('staff_sign_ins').where('staff_id', '=', staff);
		const ended =
			'one' in which ? hers.where('id', '=', which.one) : hers.where('id', '!=', which.kept);
		const { numDeletedRows } = await ended.executeTakeFirst();
		if (numDeletedRows === 0n) return;
		const subject = `staff:${staff}`;
		await logActivity(trx, { staff, action: 'staff.sign-ins-ended', subject });
	});
}
