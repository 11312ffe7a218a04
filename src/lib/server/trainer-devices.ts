/** How a trainer's device is let in by an invitation, and goes on being known. Of tokens and secrets only hashes are kept. */
import { randomBytes } from 'node:crypto';
import { hashText } from '../domain/fingerprint.ts';
import { makeId } from '../domain/id.ts';
import type { Lab } from '../domain/lab.ts';
import {
	invitationHolds,
	trainerHolds,
	type EnrolRequest,
	type Invitation,
	type TrainerStanding
} from '../domain/trainer.ts';
import { logDeed } from './activity.ts';
import type { Database } from './database.ts';

/**
 * Invites a trainer and gives the token of her link (256 random bits, base64url), which is kept nowhere. It works once,
 * for seven days, and closes the earlier ones. Undefined for who is no trainer.
 */
export async function inviteTrainer(
	db: Database,
	trainer: string,
	now = new Date(),
	by?: string
): Promise<string | undefined> {
	const token = randomBytes(32).toString('base64url');
	return db.transaction().execute(async (trx) => {
		// the lock makes one invitation wait for the other
		const invited = await trx
			.selectFrom('trainers')
			.select('id')
			.where('id', '=', trainer)
			.where('ended_at', 'is', null)
			.forUpdate()
			.executeTakeFirst();
		if (!invited) return undefined;
		await trx
			.deleteFrom('trainer_invitations')
			.where('trainer', '=', trainer)
			.where('used_at', 'is', null)
			.execute();
		await trx
			.insertInto('trainer_invitations')
			.values({
				token_hash: hashText(token),
				trainer,
				made_at: now,
				expires_at: new Date(now.getTime() + invitationHolds)
			})
			.execute();
		await logDeed(trx, by, 'trainer.invited', `trainer:${trainer}`, now);
		return token;
	});
}

/** Whom an invitation is for; undefined when it is not open. It stays open. */
export async function readInvitation(
	db: Database,
	{ token, device }: { token: string; device?: string | undefined },
	now = new Date()
): Promise<Invitation | undefined> {
	const open = await openInvitation(db, token, now);
	if (!open) return undefined;
	const { id, name } = open;
	const labs = await labsOf(db, id);
	const known = device && ((await deviceOf(db, id, device)) ? 'hers' : 'others');
	return { v: 1, trainer: { id, name }, labs, device: known || 'free' };
}

/**
 * Lets a device in. Undefined when the invitation is not open; of two devices that come at once one gets in. The one
 * that got in may ask again with the same secret: on a weak line an answer can be lost.
 */
export async function enrolDevice(
	db: Database,
	asked: EnrolRequest,
	now = new Date()
): Promise<TrainerStanding | undefined> {
	const { token, name } = asked;
	const secret_hash = hashText(asked.secret);
	return db.transaction().execute(async (trx) => {
		// the lock makes a second comer wait until the first is done
		const invitation = await trx
			.selectFrom('trainer_invitations')
			.select(['used_at', 'device'])
			.where('token_hash', '=', hashText(token))
			.forUpdate()
			.executeTakeFirst();
		if (invitation?.used_at) {
			const again = await renewDevice(trx, asked.secret, now);
			if ('refused' in again || again.device.id !== invitation.device) return undefined;
			return { ...again, ...(asked.device && (await spareOf(trx, again.device.id))) };
		}
		const open = await openInvitation(trx, token, now);
		if (!open) return undefined;
		const known = asked.device && (await deviceOf(trx, open.id, asked.device));
		const device = known || makeId(now.getTime(), randomBytes(10));
		const fresh = { name, secret_hash, seen_at: now };
		if (known) {
			await trx.updateTable('trainer_devices').set(fresh).where('id', '=', known).execute();
		} else {
			const { spare } = asked;
			const row = { ...fresh, id: device, trainer: open.id, spare, made_at: now };
			await trx.insertInto('trainer_devices').values(row).execute();
		}
		await trx
			.updateTable('trainer_invitations')
			.set({ used_at: now, device })
			.where('token_hash', '=', hashText(token))
			.execute();
		const standing = await standingOf(trx, { device: { id: device, name }, trainer: open }, now);
		return { ...standing, ...(known && (await spareOf(trx, device))) };
	});
}

/** Thirty days more for a device, or why not. */
export async function renewDevice(
	db: Database,
	secret: string,
	now = new Date()
): Promise<TrainerStanding | { refused: 'unknown-device' | 'device-shut-out' | 'trainer-ended' }> {
	const row = await db
		.selectFrom('trainer_devices')
		.innerJoin('trainers', 'trainers.id', 'trainer_devices.trainer')
		.where('secret_hash', '=', hashText(secret))
		.select(['trainer_devices.id', 'trainer_devices.name', 'shut_out_at', 'trainer', 'ended_at'])
		.select('trainers.name as trainerName')
		.executeTakeFirst();
	if (!row) return { refused: 'unknown-device' };
	if (row.shut_out_at) return { refused: 'device-shut-out' };
	if (row.ended_at) return { refused: 'trainer-ended' };
	const { id, name, trainer, trainerName } = row;
	await db.updateTable('trainer_devices').set({ seen_at: now }).where('id', '=', id).execute();
	const known = { device: { id, name }, trainer: { id: trainer, name: trainerName } };
	return standingOf(db, known, now);
}

async function standingOf(
	db: Database,
	{ device, trainer }: Pick<TrainerStanding, 'device' | 'trainer'>,
	now: Date
): Promise<TrainerStanding> {
	return {
		v: 1,
		serverTime: now.toISOString(),
		until: new Date(now.getTime() + trainerHolds).toISOString(),
		device,
		trainer: { id: trainer.id, name: trainer.name },
		labs: await labsOf(db, trainer.id)
	};
}

/** The labs of a trainer that are open. */
async function labsOf(db: Database, trainer: string): Promise<Lab[]> {
	return db
		.selectFrom('trainer_labs')
		.innerJoin('labs', 'labs.id', 'trainer_labs.lab')
		.where('trainer', '=', trainer)
		.where('closed_at', 'is', null)
		.select(['labs.id', 'labs.name', 'labs.place', 'labs.address'])
		.orderBy('labs.name')
		.execute();
}

async function openInvitation(
	db: Database,
	token: string,
	now: Date
): Promise<{ id: string; name: string } | undefined> {
	return db
		.selectFrom('trainer_invitations')
		.innerJoin('trainers', 'trainers.id', 'trainer_invitations.trainer')
		.select(['trainers.id', 'trainers.name'])
		.where('token_hash', '=', hashText(token))
		.where('used_at', 'is', null)
		.where('expires_at', '>', now)
		.where('ended_at', 'is', null)
		.executeTakeFirst();
}

/** The device, when it is this trainer's and not shut out. */
async function deviceOf(
	db: Database,
	trainer: string,
	device: string
): Promise<string | undefined> {
	const row = await db
		.selectFrom('trainer_devices')
		.select('id')
		.where('id', '=', device)
		.where('trainer', '=', trainer)
		.where('shut_out_at', 'is', null)
		.executeTakeFirst();
	return row?.id;
}

async function spareOf(db: Database, device: string): Promise<{ spare?: string }> {
	const { spare } = await db
		.selectFrom('trainer_devices')
		.select('spare')
		.where('id', '=', device)
		.executeTakeFirstOrThrow();
	return spare === null ? {} : { spare };
}
