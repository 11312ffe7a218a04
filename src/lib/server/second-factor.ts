/**
 * The second factor of a member: codes of an app, and recovery codes for the day on which the phone is gone. A passkey
 * (passkeys.ts) counts too. Whoever has one is not in by her password alone.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { groupReceiptCode, makeReceiptCode, readReceiptCode } from '../domain/receipt-code.ts';
import type { Database } from './database.ts';
import { counterOf, readBase32 } from './totp.ts';

const recoveryCodes = 10;

export interface SecondFactor {
	/** Since when an app makes codes for her. */
	appSince: Date | null;
	passkeys: number;
	/** Recovery codes that are still good. */
	codesLeft: number;
}

/** What stands behind a member's password; undefined when it is nothing. */
export async function secondFactorOf(
	db: Database,
	staff: string
): Promise<SecondFactor | undefined> {
	const { totp_since, passkeys, left } = await db
		.selectFrom('staff')
		.select(({ selectFrom, fn }) => [
			'totp_since',
			selectFrom('staff_passkeys')
				.select(fn.countAll<string>().as('count'))
				.whereRef('staff_id', '=', 'staff.id')
				.as('passkeys'),
			selectFrom('staff_recovery_codes')
				.select(fn.countAll<string>().as('count'))
				.whereRef('staff_id', '=', 'staff.id')
				.where('used_at', 'is', null)
				.as('left')
		])
		.where('id', '=', staff)
		.executeTakeFirstOrThrow();
	if (!totp_since && Number(passkeys) === 0) return undefined;
	return { appSince: totp_since, passkeys: Number(passkeys), codesLeft: Number(left) };
}

/**
 * Lets an app make codes for a member from now on, once it has shown that it can. False when the code is not right.
 * @param city the secret of the staff's cookies, with which her secret is encrypted
 * @param secret base32, as `newTotpSecret` made it
 */
export async function addApp(
	trx: Database,
	city: string,
	staff: string,
	secret: string,
	code: string,
	now: Date
): Promise<boolean> {
	const bytes = readBase32(secret);
	const counter = bytes?.length === 20 ? counterOf(bytes, code, now, 0) : undefined;
	if (counter === undefined) return false;
	const sealed = encrypt(city, staff, secret);
	await trx
		.updateTable('staff')
		.set({ totp_secret: sealed, totp_since: now, totp_used: String(counter) })
		.where('id', '=', staff)
		.execute();
	return true;
}

/** Takes the app back; and the recovery codes, where nothing is left that they stand in for. */
export async function removeApp(trx: Database, staff: string): Promise<void> {
	await trx
		.updateTable('staff')
		.set({ totp_secret: null, totp_since: null })
		.where('id', '=', staff)
		.execute();
	await tidyRecoveryCodes(trx, staff);
}

/** Takes all away that stands behind a password: an admin's help for who has lost it. */
export async function removeSecondFactor(trx: Database, staff: string): Promise<void> {
	await trx.deleteFrom('staff_passkeys').where('staff_id', '=', staff).execute();
	await removeApp(trx, staff);
}

/** Removes recovery codes that stand in for nothing. */
export async function tidyRecoveryCodes(trx: Database, staff: string): Promise<void> {
	if (await secondFactorOf(trx, staff)) return;
	await trx.deleteFrom('staff_recovery_codes').where('staff_id', '=', staff).execute();
}

/** Ten new recovery codes (80 random bits each), to be shown once; the earlier ones are good no more. */
export async function newRecoveryCodes(trx: Database, staff: string): Promise<string[]> {
	const codes = Array.from({ length: recoveryCodes }, () => makeReceiptCode(randomBytes(10)));
	await trx.deleteFrom('staff_recovery_codes').where('staff_id', '=', staff).execute();
	await trx
		.insertInto('staff_recovery_codes')
		.values(codes.map((code) => ({ staff_id: staff, code_hash: hashOf(code) })))
		.execute();
	return codes.map(groupReceiptCode);
}

/** Recovery codes for a member who has none yet: undefined when she has some. */
export async function firstRecoveryCodes(
	trx: Database,
	staff: string
): Promise<string[] | undefined> {
	const there = await trx
		.selectFrom('staff_recovery_codes')
		.select('staff_id')
		.where('staff_id', '=', staff)
		.limit(1)
		.executeTakeFirst();
	return there ? undefined : newRecoveryCodes(trx, staff);
}

/**
 * Uses up what was typed: the code that her app shows, or a recovery code. Undefined when it is neither, or was used
 * before; of two who come at once with one code, one gets in.
 */
export async function useCode(
	db: Database,
	city: string,
	staff: string,
	typed: string,
	now: Date
): Promise<'app' | 'recovery' | undefined> {
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.selectFrom('staff')
			.select(['totp_secret', 'totp_used'])
			.where('id', '=', staff)
			.forUpdate()
			.executeTakeFirst();
		if (!row) return undefined;
		const secret = row.totp_secret && decrypt(city, staff, row.totp_secret);
		const bytes = secret ? readBase32(secret) : undefined;
		const counter = bytes && counterOf(bytes, typed, now, Number(row.totp_used));
		if (counter !== undefined) {
			const used = { totp_used: String(counter) };
			await trx.updateTable('staff').set(used).where('id', '=', staff).execute();
			return 'app';
		}
		const code = readReceiptCode(typed);
		if (!code) return undefined;
		const { numUpdatedRows } = await trx
			.updateTable('staff_recovery_codes')
			.set({ used_at: now })
			.where('staff_id', '=', staff)
			.where('code_hash', '=', hashOf(code))
			.where('used_at', 'is', null)
			.executeTakeFirst();
		return numUpdatedRows > 0n ? 'recovery' : undefined;
	});
}

function hashOf(code: string): string {
	return createHash('sha256').update(`plaza recovery code ${code}`).digest('base64url');
}

/** Bound to its owner: copied to another row it opens nothing. */
function encrypt(city: string, staff: string, secret: string): string {
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', keyOf(city), nonce).setAAD(Buffer.from(staff));
	const hidden = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
	return Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url');
}

/** Undefined where the city has another `staff-secret` now; recovery codes still open. */
function decrypt(city: string, staff: string, sealed: string): string | undefined {
	const bytes = Buffer.from(sealed, 'base64url');
	const decipher = createDecipheriv('aes-256-gcm', keyOf(city), bytes.subarray(0, 12))
		.setAAD(Buffer.from(staff))
		.setAuthTag(bytes.subarray(12, 28));
	try {
		return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
	} catch {
		return undefined;
	}
}

function keyOf(city: string): Buffer {
	return Buffer.from(hkdfSync('sha256', city, '', 'plaza second factor', 32));
}
