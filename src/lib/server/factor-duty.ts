/** Whether everybody on the staff needs a second factor, or each decides for herself. */
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';
import { everySignIn } from './live.ts';
import { secondFactorOf } from './second-factor.ts';
import { writeSettings } from './settings.ts';

/** Does the city ask a second factor of everybody on the staff? */
export async function isFactorRequired(db: Database): Promise<boolean> {
	const row = await db
		.selectFrom('settings')
		.select('value')
		.where('key', '=', 'secondFactor')
		.executeTakeFirst();
	return row?.value === true;
}

/** Is a second factor asked of this member, and has she none? */
export async function lacksFactor(db: Database, staff: string): Promise<boolean> {
	return (await isFactorRequired(db)) && !(await secondFactorOf(db, staff));
}

/**
 * Is the only thing that stands behind her password required, so that it must stay?
 * @param trx a transaction: of two removals at once one sees the other, and a duty that begins just now counts
 */
export async function isLastRequired(trx: Database, staff: string): Promise<boolean> {
	await lock(trx, staff);
	if (!(await isFactorRequired(trx))) return false;
	const factor = await secondFactorOf(trx, staff);
	return factor !== undefined && (factor.appSince ? 1 : 0) + factor.passkeys === 1;
}

/**
 * Asks a second factor of everybody from now on, or leaves it to each. It holds at once, for every sign-in that is open.
 * False where whoever asks it of all has none herself: she would shut herself out.
 * @param by an admin; null for a command, which only ever leaves it to each
 */
export async function setFactorDuty(
	db: Database,
	by: string | null,
	isRequired: boolean
): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		if (isRequired) {
			if (by === null) return false;
			await lock(trx, by);
			if (!(await secondFactorOf(trx, by))) return false;
		}
		if ((await isFactorRequired(trx)) === isRequired) return true;
		await writeSettings(trx, { secondFactor: isRequired });
		const action = isRequired
			? 'settings.second-factor-required'
			: 'settings.second-factor-optional';
		await logActivity(trx, { staff: by, action, subject: everySignIn });
		return true;
	});
}

async function lock(trx: Database, staff: string): Promise<void> {
	await trx.selectFrom('staff').select('id').where('id', '=', staff).forUpdate().execute();
}
