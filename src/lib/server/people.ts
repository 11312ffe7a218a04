/** The people of the staff as an admin sees them: roles, sign-ins, second factors, and who is invited. */
import { sql } from 'kysely';
import { roleOf, type Role } from '../domain/rights.ts';
import { logActivity, type ActivityAction } from './activity.ts';
import type { Database } from './database.ts';
import { removeSecondFactor, secondFactorOf } from './second-factor.ts';
import { memberOf, type StaffMember } from './staff.ts';

export interface Person extends StaffMember {
	signedInAt: Date | null;
	/** Is there more than her password? */
	hasSecondFactor: boolean;
	/** On how many browsers she is signed in now. */
	signIns: number;
}

export interface Invitation {
	email: string;
	role: Role;
	until: Date;
}

export interface Department {
	id: string;
	name: string;
}

/** Everybody on the staff, by e-mail. */
export async function listPeople(db: Database): Promise<Person[]> {
	const rows = await peopleOf(db).orderBy('email').execute();
	return rows.map(personOf);
}

/** The person with this id. */
export async function findPerson(db: Database, id: string): Promise<Person | undefined> {
	const row = await peopleOf(db).where('staff.id', '=', id).executeTakeFirst();
	return row && personOf(row);
}

/** Who was invited and has no account yet, by e-mail; only links that are still open. */
export async function listInvitations(db: Database): Promise<Invitation[]> {
	const rows = await db
		.selectFrom('setup_links')
		.select(['email', 'role', 'expires_at'])
		.where('purpose', '=', 'join')
		.where('used_at', 'is', null)
		.where('expires_at', '>', new Date())
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(selectFrom('staff').select('id').whereRef('staff.email', '=', 'setup_links.email'))
			)
		)
		.orderBy('email')
		.execute();
	return rows.flatMap(({ email, role, expires_at }) =>
		email ? [{ email, role: roleOf(role) ?? 'reader', until: expires_at }] : []
	);
}

/** The departments that somebody can be of. */
export async function listDepartments(db: Database): Promise<Department[]> {
	return db
		.selectFrom('departments')
		.select(['id', 'name'])
		.where('retired', '=', false)
		.orderBy('name')
		.execute();
}

/** Closes the invitation of an e-mail. */
export async function closeInvitation(db: Database, email: string, by: string): Promise<void> {
	await db.transaction().execute(async (trx) => {
		const { numDeletedRows } = await trx
			.deleteFrom('setup_links')
			.where('purpose', '=', 'join')
			.where('used_at', 'is', null)
			.where('email', '=', email)
			.executeTakeFirst();
		if (numDeletedRows > 0n) await log(trx, by, 'staff.invitation-closed', `invitation:${email}`);
	});
}

/** Ends every sign-in of a member. */
export async function endSignIns(db: Database, id: string, by: string): Promise<void> {
	await db.transaction().execute(async (trx) => {
		if (await deleteSignIns(trx, id)) await log(trx, by, 'staff.sign-ins-ended', `staff:${id}`);
	});
}

/**
 * Takes away the second factor of a member who has lost hers, and ends her sign-ins: she comes in by her password and
 * sets up a new one.
 * @param by an admin; null for a command
 */
export async function forgetSecondFactor(
	db: Database,
	id: string,
	by: string | null
): Promise<void> {
	await db.transaction().execute(async (trx) => {
		// of two who do so at once one has done it
		await trx.selectFrom('staff').select('id').where('id', '=', id).forUpdate().execute();
		const hadOne = (await secondFactorOf(trx, id)) !== undefined;
		await removeSecondFactor(trx, id);
		const wasIn = await deleteSignIns(trx, id);
		if (hadOne || wasIn) await log(trx, by, 'staff.second-factor-removed', `staff:${id}`);
	});
}

/** Says whether there was any. */
async function deleteSignIns(trx: Database, id: string): Promise<boolean> {
	const { numDeletedRows } = await trx
		.deleteFrom('staff_sign_ins')
		.where('staff_id', '=', id)
		.executeTakeFirst();
	return numDeletedRows > 0n;
}

function peopleOf(db: Database) {
	return db
		.selectFrom('staff')
		.select(['id', 'name', 'email', 'role', 'lang', 'department', 'signed_in_at', 'totp_since'])
		.select(({ selectFrom }) => [
			selectFrom('staff_passkeys')
				.select(sql<number>`count(*)::int`.as('count'))
				.whereRef('staff_id', '=', 'staff.id')
				.as('passkeys'),
			selectFrom('staff_sign_ins')
				.select(sql<number>`count(*)::int`.as('count'))
				.whereRef('staff_id', '=', 'staff.id')
				.where('expires_at', '>', new Date())
				.where('half', '=', false)
				.as('sign_ins')
		]);
}

type Row = Awaited<ReturnType<ReturnType<typeof peopleOf>['executeTakeFirstOrThrow']>>;

function personOf(row: Row): Person {
	return {
		...memberOf(row),
		signedInAt: row.signed_in_at,
		hasSecondFactor: row.totp_since !== null || (row.passkeys ?? 0) > 0,
		signIns: row.sign_ins ?? 0
	};
}

async function log(trx: Database, staff: string | null, action: ActivityAction, subject: string) {
	await logActivity(trx, { staff, action, subject });
}
