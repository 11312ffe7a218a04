/** One-time links: the first account's, and those that invite somebody to the staff or give her a new password. */
import { createHash, randomBytes } from 'node:crypto';
import { roleOf, type Role } from '../domain/rights.ts';
import { logActivity } from './activity.ts';
import type { Database } from './database.ts';
import { countStaff } from './staff.ts';

const minute = 60 * 1000;
const lifetimes = { first: 30 * minute, join: 3 * 24 * 60 * minute };

export interface SetupLink {
	purpose: 'first' | 'join';
	role: Role;
	/** The id of hers, where the role is `department`. */
	department: string | null;
	/** Whom the link is for; only she may have the account that it makes. */
	email: string | null;
}

/**
 * Makes a link and gives its token (256 random bits, base64url), which is kept nowhere: the database holds its hash.
 * `first` is good for 30 minutes, `join` for 3 days; earlier ones for the same end close.
 * @param by the admin who invites; null for a command
 */
export async function openSetupLink(
	db: Database,
	link: { purpose: 'first' | 'join'; role: Role; email?: string; department?: string | null },
	by: string | null = null
): Promise<string> {
	const token = randomBytes(32).toString('base64url');
	const now = Date.now();
	const email = link.email?.toLowerCase() ?? null;
	await db.transaction().execute(async (trx) => {
		const earlier = trx
			.deleteFrom('setup_links')
			.where('purpose', '=', link.purpose)
			.where('used_at', 'is', null);
		if (link.purpose === 'first') await earlier.execute();
		else if (email) await earlier.where('email', '=', email).execute();
		await trx
			.insertInto('setup_links')
			.values({
				token_hash: hashOf(token),
				purpose: link.purpose,
				role: link.role,
				department: link.department ?? null,
				email,
				made_at: new Date(now),
				expires_at: new Date(now + lifetimes[link.purpose])
			})
			.execute();
		if (link.purpose === 'first') return;
		const subject = `invitation:${email ?? ''}`;
		const detail = { role: link.role };
		await logActivity(trx, { staff: by, action: 'staff.invited', subject, detail });
	});
	return token;
}

/** The link of a token, if it is still open. A first link closes for good when there is an account. */
export async function readSetupLink(db: Database, token: string): Promise<SetupLink | undefined> {
	const row = await db
		.selectFrom('setup_links')
		.select(['purpose', 'role', 'department', 'email'])
		.where('token_hash', '=', hashOf(token))
		.where('used_at', 'is', null)
		.where('expires_at', '>', new Date())
		.executeTakeFirst();
	if (!row) return undefined;
	if (row.purpose === 'first' && (await countStaff(db)) > 0) return undefined;
	return { ...row, role: roleOf(row.role) ?? 'reader' };
}

/**
 * Uses a link up. Undefined when it is not open; of two who come at once, one gets it.
 * @param trx the transaction of what the link is used for: if that fails, the link stays open
 */
export async function useSetupLink(trx: Database, token: string): Promise<SetupLink | undefined> {
	// the lock makes a second comer wait until the first is done
	await trx
		.selectFrom('setup_links')
		.select('token_hash')
		.where('token_hash', '=', hashOf(token))
		.forUpdate()
		.execute();
	const link = await readSetupLink(trx, token);
	if (!link) return undefined;
	await trx
		.updateTable('setup_links')
		.set({ used_at: new Date() })
		.where('token_hash', '=', hashOf(token))
		.execute();
	return link;
}

function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('base64url');
}
