/** What the log of activity has of sign-ins. */
import { logActivity, type ActivityAction } from './activity.ts';
import type { Database } from './database.ts';
import { reasonOf } from './installation-problem.ts';
import { logger } from './log.ts';
import { findStaff } from './staff.ts';

/** Writes down what a member did with her own sign-in. */
export async function logOwn(db: Database, staff: string, action: ActivityAction): Promise<void> {
	const entry = { staff, action, subject: `staff:${staff}` };
	await db.transaction().execute((trx) => logActivity(trx, entry));
}

/** Ends a sign-in of a member, and writes that down in the same transaction. */
export async function endSignIn(db: Database, staff: string, id: string): Promise<void> {
	const entry = { staff, action: 'staff.signed-out', subject: `staff:${staff}` } as const;
	await db.transaction().execute(async (trx) => {
		await trx.deleteFrom('staff_sign_ins').where('id', '=', id).execute();
		await logActivity(trx, entry);
	});
}

const onTheWay = new Set<Promise<void>>();

/**
 * Writes down that a wrong password was tried for the account with this e-mail; nothing where there is none. It works
 * behind the answer: one that waited would tell by its time whether there is such an account.
 */
export function noteWrongPassword(db: Database, email: string): void {
	const noting = note(db, email)
		.catch((error: unknown) =>
			logger.warn({ reason: reasonOf(error) }, 'a wrong password is not in the log of activity')
		)
		.finally(() => onTheWay.delete(noting));
	onTheWay.add(noting);
}

/** Waits until all that is noted is written: before the database is closed. */
export async function wrongPasswordsNoted(): Promise<void> {
	await Promise.all(onTheWay);
}

async function note(db: Database, email: string): Promise<void> {
	const member = await findStaff(db, email);
	if (!member) return;
	// who typed it is not known: it is her account, not her deed
	const about = { staff: null, subject: `staff:${member.id}` };
	await db
		.transaction()
		.execute((trx) => logActivity(trx, { ...about, action: 'staff.password-refused' }));
}
