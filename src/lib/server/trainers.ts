/** Trainers: who they are, at which labs, and on which devices. */
import { randomBytes } from 'node:crypto';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { makeId } from '../domain/id.ts';
import { logDeed } from './activity.ts';
import { within, type Database } from './database.ts';

export interface TrainerForm {
	name: string;
	labs: string[];
}

/** All trainers by name, those who are none any more at the end, with what staff see of each. */
export async function listTrainers(db: Database) {
	return withWhatIsTheirs(db).orderBy('name').orderBy('id').execute();
}

export type TrainerRow = Awaited<ReturnType<typeof listTrainers>>[number];

/** One trainer as staff see her. */
export async function findTrainer(db: Database, id: string): Promise<TrainerRow | undefined> {
	return withWhatIsTheirs(db).where('id', '=', id).executeTakeFirst();
}

function withWhatIsTheirs(db: Database) {
	return db
		.selectFrom('trainers')
		.select(['id', 'name', 'made_at as madeAt', 'ended_at as endedAt'])
		.select((row) => [
			jsonArrayFrom(
				row
					.selectFrom('trainer_labs')
					.innerJoin('labs', 'labs.id', 'trainer_labs.lab')
					.whereRef('trainer_labs.trainer', '=', 'trainers.id')
					.select(['labs.id', 'labs.name'])
					.orderBy('labs.name')
			).as('labs'),
			jsonArrayFrom(
				row
					.selectFrom('trainer_devices')
					.whereRef('trainer_devices.trainer', '=', 'trainers.id')
					.select(['trainer_devices.id', 'trainer_devices.name'])
					.select(['trainer_devices.seen_at as seenAt', 'trainer_devices.shut_out_at as shutOutAt'])
					.orderBy('trainer_devices.made_at')
			).as('devices'),
			row
				.selectFrom('trainer_invitations')
				.whereRef('trainer_invitations.trainer', '=', 'trainers.id')
				.where('used_at', 'is', null)
				.where('expires_at', '>', new Date())
				.select('expires_at')
				.limit(1)
				.as('invitedUntil')
		])
		.orderBy('ended_at', (order) => order.asc().nullsFirst());
}

/** The labs that are open, by name: where somebody can be a trainer. */
export async function openLabs(db: Database): Promise<{ id: string; name: string }[]> {
	return db
		.selectFrom('labs')
		.select(['id', 'name'])
		.where('closed_at', 'is', null)
		.orderBy('name')
		.orderBy('id')
		.execute();
}

/** Adds a trainer and gives her id. */
export async function addTrainer(
	db: Database,
	{ name, labs }: TrainerForm,
	now = new Date(),
	by?: string
): Promise<string> {
	const id = makeId(now.getTime(), randomBytes(10));
	await db.transaction().execute(async (trx) => {
		await trx.insertInto('trainers').values({ id, name, made_at: now }).execute();
		await writeLabs(trx, id, labs);
		await logDeed(trx, by, 'trainer.added', `trainer:${id}`, now);
	});
	return id;
}

/** Changes her name and labs; her devices hear of it at their next contact. False when there is no such trainer. */
export async function changeTrainer(
	db: Database,
	id: string,
	{ name, labs }: TrainerForm,
	by?: string
): Promise<boolean> {
	return within(db, async (trx) => {
		const { numUpdatedRows } = await trx
			.updateTable('trainers')
			.set({ name })
			.where('id', '=', id)
			.where('ended_at', 'is', null)
			.executeTakeFirst();
		if (numUpdatedRows === 0n) return false;
		await trx.deleteFrom('trainer_labs').where('trainer', '=', id).execute();
		await writeLabs(trx, id, labs);
		await logDeed(trx, by, 'trainer.changed', `trainer:${id}`);
		return true;
	});
}

/** She is a trainer no more: no device of hers is let in again, and no invitation is open. */
export async function endTrainer(
	db: Database,
	id: string,
	now = new Date(),
	by?: string
): Promise<void> {
	await db.transaction().execute(async (trx) => {
		const { numUpdatedRows } = await trx
			.updateTable('trainers')
			.set({ ended_at: now })
			.where('id', '=', id)
			.where('ended_at', 'is', null)
			.executeTakeFirst();
		if (numUpdatedRows === 0n) return;
		await trx
			.deleteFrom('trainer_invitations')
			.where('trainer', '=', id)
			.where('used_at', 'is', null)
			.execute();
		await trx
			.updateTable('trainer_devices')
			.set({ spare: null })
			.where('trainer', '=', id)
			.execute();
		await logDeed(trx, by, 'trainer.ended', `trainer:${id}`, now);
	});
}

/** Shuts out one device of a trainer for good. False when it is not hers, or was shut out already. */
export async function shutOutDevice(
	db: Database,
	trainer: string,
	device: string,
	now = new Date(),
	by?: string
): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const { numUpdatedRows } = await trx
			.updateTable('trainer_devices')
			.set({ shut_out_at: now, spare: null })
			.where('id', '=', device)
			.where('trainer', '=', trainer)
			.where('shut_out_at', 'is', null)
			.executeTakeFirst();
		if (numUpdatedRows === 0n) return false;
		await logDeed(trx, by, 'trainer.device-shut-out', `trainer:${trainer}`, now);
		return true;
	});
}

async function writeLabs(trx: Database, trainer: string, labs: string[]): Promise<void> {
	await trx
		.insertInto('trainer_labs')
		.values(labs.map((lab) => ({ trainer, lab })))
		.execute();
}
