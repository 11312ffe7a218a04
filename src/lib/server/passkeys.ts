/** Passkeys of the staff (WebAuthn): a device proves by a key of its own, and a finger or PIN, who is there. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import {
	generateAuthenticationOptions,
	generateRegistrationOptions,
	verifyAuthenticationResponse,
	verifyRegistrationResponse
} from '@simplewebauthn/server';
import * as v from 'valibot';
import type { Database } from './database.ts';
import { tidyRecoveryCodes } from './second-factor.ts';
import type { StaffMember } from './staff.ts';

/** How long an answer to a challenge is waited for. */
const challengeMilliseconds = 10 * 60 * 1000;
const mostPasskeys = 20;

export interface Passkey {
	id: string;
	name: string;
	madeAt: Date;
	usedAt: Date | null;
}

const text = v.pipe(v.string(), v.maxLength(8000));
const answerSchema = v.pipe(
	v.string(),
	v.maxLength(20_000),
	v.parseJson(),
	v.object({
		id: text,
		rawId: text,
		type: v.literal('public-key'),
		clientExtensionResults: v.optional(v.object({}), {}),
		response: v.looseObject({ clientDataJSON: text })
	})
);

/** Her passkeys, in the order in which they were made. */
export async function listPasskeys(db: Database, staff: string): Promise<Passkey[]> {
	return db
		.selectFrom('staff_passkeys')
		.select(['id', 'name', 'made_at as madeAt', 'used_at as usedAt'])
		.where('staff_id', '=', staff)
		.orderBy('made_at')
		.orderBy('id')
		.execute();
}

/** What her browser needs to make a passkey at this address. */
export async function passkeyToMake(
	db: Database,
	secret: string,
	{ hostname }: URL,
	member: StaffMember,
	now: Date
) {
	return generateRegistrationOptions({
		rpName: 'Plaza',
		rpID: hostname,
		userName: member.email,
		userDisplayName: member.name,
		userID: new Uint8Array(Buffer.from(member.id)),
		challenge: newChallenge(secret, now),
		attestationType: 'none',
		excludeCredentials: (await listPasskeys(db, member.id)).map(({ id }) => ({ id })),
		authenticatorSelection: { residentKey: 'required', userVerification: 'required' }
	});
}

/** What a browser needs to sign in with whatever passkey it has for this address. */
export async function passkeyToShow(secret: string, { hostname }: URL, now: Date) {
	return generateAuthenticationOptions({
		rpID: hostname,
		challenge: newChallenge(secret, now),
		userVerification: 'required'
	});
}

/** Keeps a passkey that her browser has made. False when it is none, too old, or there already. */
export async function keepPasskey(
	trx: Database,
	secret: string,
	{ origin, hostname }: URL,
	{ staff, name, answer }: { staff: string; name: string; answer: string },
	now: Date
): Promise<boolean> {
	const read = v.safeParse(answerSchema, answer);
	if (!read.success || (await listPasskeys(trx, staff)).length >= mostPasskeys) return false;
	const made = await quietly(() =>
		verifyRegistrationResponse({
			response: read.output as never,
			expectedChallenge: (challenge) => isOurs(secret, challenge, now),
			expectedOrigin: origin,
			expectedRPID: hostname,
			requireUserVerification: true
		})
	);
	if (!made?.verified || !(await useChallenge(trx, read.output.response, now))) return false;
	const { id, publicKey, counter, transports = [] } = made.registrationInfo.credential;
	const kept = await trx
		.insertInto('staff_passkeys')
		.values({
			id,
			staff_id: staff,
			name,
			public_key: Buffer.from(publicKey).toString('base64url'),
			counter,
			transports: JSON.stringify(transports),
			made_at: now
		})
		.onConflict((conflict) => conflict.column('id').doNothing())
		.returning('id')
		.executeTakeFirst();
	return kept !== undefined;
}

/** Whose passkey has answered; undefined where it is nobody's, or the answer is too old or came before. */
export async function checkPasskey(
	db: Database,
	secret: string,
	{ origin, hostname }: URL,
	answer: string,
	now: Date
): Promise<string | undefined> {
	const read = v.safeParse(answerSchema, answer);
	if (!read.success) return undefined;
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.selectFrom('staff_passkeys')
			.selectAll()
			.where('id', '=', read.output.id)
			.forUpdate()
			.executeTakeFirst();
		if (!row) return undefined;
		const shown = await quietly(() =>
			verifyAuthenticationResponse({
				response: read.output as never,
				expectedChallenge: (challenge) => isOurs(secret, challenge, now),
				expectedOrigin: origin,
				expectedRPID: hostname,
				requireUserVerification: true,
				credential: {
					id: row.id,
					publicKey: new Uint8Array(Buffer.from(row.public_key, 'base64url')),
					counter: Number(row.counter)
				}
			})
		);
		if (!shown?.verified || !(await useChallenge(trx, read.output.response, now))) return undefined;
		await trx
			.updateTable('staff_passkeys')
			.set({ counter: shown.authenticationInfo.newCounter, used_at: now })
			.where('id', '=', row.id)
			.execute();
		return row.staff_id;
	});
}

/** Removes one of her passkeys. False when it is not hers. */
export async function removePasskey(trx: Database, staff: string, id: string): Promise<boolean> {
	const { numDeletedRows } = await trx
		.deleteFrom('staff_passkeys')
		.where('staff_id', '=', staff)
		.where('id', '=', id)
		.executeTakeFirst();
	await tidyRecoveryCodes(trx, staff);
	return numDeletedRows > 0n;
}

/** When it ends (6 bytes), 16 random bytes, and the city's mark on both: nothing is kept until it is answered. */
function newChallenge(secret: string, now: Date): Uint8Array<ArrayBuffer> {
	const head = Buffer.alloc(22);
	head.writeUIntBE(now.getTime() + challengeMilliseconds, 0, 6);
	randomBytes(16).copy(head, 6);
	return new Uint8Array(Buffer.concat([head, markOf(secret, head)]));
}

function isOurs(secret: string, challenge: string, now: Date): boolean {
	const bytes = Buffer.from(challenge, 'base64url');
	if (bytes.length !== 54) return false;
	const head = bytes.subarray(0, 22);
	return (
		timingSafeEqual(bytes.subarray(22), markOf(secret, head)) &&
		head.readUIntBE(0, 6) > now.getTime()
	);
}

function markOf(secret: string, head: Uint8Array): Buffer {
	return createHmac('sha256', secret).update('plaza passkey challenge').update(head).digest();
}

/** A challenge is answered once. */
async function useChallenge(
	trx: Database,
	{ clientDataJSON }: { clientDataJSON: string },
	now: Date
): Promise<boolean> {
	await trx.deleteFrom('used_challenges').where('expires_at', '<', now).execute();
	const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as {
		challenge: string;
	};
	const used = await trx
		.insertInto('used_challenges')
		.values({ challenge, expires_at: new Date(now.getTime() + 2 * challengeMilliseconds) })
		.onConflict((conflict) => conflict.column('challenge').doNothing())
		.returning('challenge')
		.executeTakeFirst();
	return used !== undefined;
}

/** The library throws on every answer that is not right. */
async function quietly<Result>(check: () => Promise<Result>): Promise<Result | undefined> {
	try {
		return await check();
	} catch {
		return undefined;
	}
}
