/** The staff: who they are, and their accounts. */
import { randomBytes } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { isLanguage, type Language } from '../domain/language.ts';
import { makeId } from '../domain/id.ts';
import { mayDo, roleOf, type Role } from '../domain/rights.ts';
import { logActivity, type ActivityAction } from './activity.ts';
import { within, type Database } from './database.ts';
import { disown } from './passes.ts';

export interface StaffMember {
	id: string;
	name: string;
	email: string;
	role: Role;
	lang: Language;
	/** The id of hers, where her role is `department`; else null. */
	department: string | null;
}

export type NewMember = Omit<StaffMember, 'id' | 'department'> & { department?: string | null };

/** A member from a row; a role or language that nobody knows gives the least. */
export function memberOf(row: {
	id: string;
	name: string;
	email: string;
	role: string;
	lang: string;
	department?: string | null;
}): StaffMember {
	const role = roleOf(row.role) ?? 'reader';
	return {
		id: row.id,
		name: row.name,
		email: row.email,
		role,
		lang: isLanguage(row.lang) ? row.lang : 'en',
		department: (role === 'department' && row.department) || null
	};
}

/** How many accounts there are. While there is none, the city is not open yet. */
export async function countStaff(db: Database): Promise<number> {
	const { count } = await db
		.selectFrom('staff')
		.select(({ fn }) => fn.countAll<string>().as('count'))
		.executeTakeFirstOrThrow();
	return Number(count);
}

/** Everybody, by e-mail. */
export async function listStaff(db: Database): Promise<StaffMember[]> {
	const rows = await db.selectFrom('staff').selectAll().orderBy('email').execute();
	return rows.map(memberOf);
}

/** The member with this e-mail, in any capitals. */
export async function findStaff(db: Database, email: string): Promise<StaffMember | undefined> {
	const row = await db
		.selectFrom('staff')
		.selectAll()
		.where('email', '=', email.toLowerCase())
		.executeTakeFirst();
	return row && memberOf(row);
}

/**
 * Adds a member with her password. Undefined when the e-mail has an account already.
 * Give a transaction, or the account may be there without its password.
 */
export async function addStaff(
	db: Database,
	member: NewMember,
	password: string
): Promise<StaffMember | undefined> {
	const now = new Date();
	const row = await db
		.insertInto('staff')
		.values({
			...member,
			id: newId(),
			email: member.email.toLowerCase(),
			email_verified: false,
			created_at: now,
			updated_at: now
		})
		.onConflict((conflict) => conflict.column('email').doNothing())
		.returningAll()
		.executeTakeFirst();
	if (!row) return undefined;
	await keepPassword(db, row.id, password);
	await log(db, row.id, 'staff.joined', row.id, { role: row.role });
	return memberOf(row);
}

/**
 * Gives a member a new password and ends all her sign-ins.
 * @param trx a transaction
 * @param by who does so; null for a command
 */
export async function setPassword(
	trx: Database,
	id: string,
	password: string,
	by: string | null = null
): Promise<void> {
	await keepPassword(trx, id, password);
	await log(trx, by, 'staff.password-changed', id);
}

async function keepPassword(db: Database, id: string, password: string): Promise<void> {
	const now = new Date();
	await db.deleteFrom('staff_sign_ins').where('staff_id', '=', id).execute();
	await db.deleteFrom('staff_accounts').where('staff_id', '=', id).execute();
	await db
		.insertInto('staff_accounts')
		.values({
			id: newId(),
			staff_id: id,
			// as better-auth keeps passwords
			provider_id: 'credential',
			account_id: id,
			password: await hashPassword(password),
			created_at: now,
			updated_at: now
		})
		.execute();
}

/** Is this her password? */
export async function isPasswordOf(db: Database, id: string, password: string): Promise<boolean> {
	const account = await db
		.selectFrom('staff_accounts')
		.select('password')
		.where('staff_id', '=', id)
		.executeTakeFirst();
	const hash = account?.password;
	return typeof hash === 'string' && verifyPassword({ hash, password });
}

/**
 * Changes what a member may do; she is signed out, so that it holds at once. False when she is the last admin and
 * would no longer be one.
 * @param by who does so; null for a command
 */
export async function setRole(
	db: Database,
	id: string,
	role: Role,
	{ department = null, by = null }: { department?: string | null; by?: string | null } = {}
): Promise<boolean> {
	return within(db, async (trx) => {
		if (role !== 'admin' && (await isLastAdmin(trx, id))) return false;
		const place = role === 'department' ? department : null;
		const needs = await withoutNeeds(trx, id, !mayDo(role, 'needs.work'), () =>
			trx
				.updateTable('staff')
				.set({ role, department: place, updated_at: new Date() })
				.where('id', '=', id)
				.execute()
		);
		await trx.deleteFrom('staff_sign_ins').where('staff_id', '=', id).execute();
		const detail = { role, ...(place && { department: place }), ...needs };
		await log(trx, by, 'staff.role-changed', id, detail);
		return true;
	});
}

/** Changes the language of a member's pages. */
export async function setStaffLanguage(db: Database, id: string, lang: Language): Promise<void> {
	await db
		.updateTable('staff')
		.set({ lang, updated_at: new Date() })
		.where('id', '=', id)
		.execute();
}

/**
 * Removes a member with her sign-ins. What she wrote stays, without a name; the needs that she owned are nobody's until
 * somebody takes them on. `last-admin` stays too.
 */
export async function removeStaff(
	db: Database,
	email: string,
	by: string | null = null
): Promise<'removed' | 'unknown' | 'last-admin'> {
	return db.transaction().execute(async (trx) => {
		const member = await findStaff(trx, email);
		if (!member) return 'unknown';
		if (await isLastAdmin(trx, member.id)) return 'last-admin';
		const needs = await withoutNeeds(trx, member.id, true, () =>
			trx.deleteFrom('staff').where('id', '=', member.id).execute()
		);
		await log(trx, by, 'staff.removed', member.id, needs);
		return 'removed';
	});
}

/**
 * Changes a member's row, and takes the needs that she owns from her where `disowns`: before her row is held, because
 * whoever works on one of them refers to her, and again for what was given to her meanwhile.
 */
async function withoutNeeds(
	trx: Database,
	id: string,
	disowns: boolean,
	change: () => Promise<unknown>
): Promise<{ needs?: number }> {
	const first = disowns ? await disown(trx, id) : 0;
	await change();
	const needs = first + (disowns ? await disown(trx, id) : 0);
	return needs > 0 ? { needs } : {};
}

/** Holds the admins, so that of two removals at once one sees the other; whoever works meanwhile does not wait. */
async function isLastAdmin(trx: Database, id: string): Promise<boolean> {
	const admins = await trx
		.selectFrom('staff')
		.select('id')
		.where('role', '=', 'admin')
		.orderBy('id')
		.forNoKeyUpdate()
		.execute();
	return admins.length === 1 && admins[0]?.id === id;
}

async function log(
	trx: Database,
	staff: string | null,
	action: ActivityAction,
	id: string,
	detail: Record<string, unknown> = {}
): Promise<void> {
	await logActivity(trx, { staff, action, subject: `staff:${id}`, detail });
}

function newId(): string {
	return makeId(Date.now(), randomBytes(10));
}
