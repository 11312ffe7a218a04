/** Erasures by staff: one member asks and says why, another one confirms or refuses within two weeks, never the same. */
import { randomBytes } from 'node:crypto';
import { makeId } from '../domain/id.ts';
import { logActivity } from './activity.ts';
import { tellChange } from './changes.ts';
import type { Database } from './database.ts';
import { cleanErased, eraseSubmissions, waitForWithdrawals } from './withdrawals.ts';

/** How long a colleague has, in milliseconds; whoever still wants it then asks again. */
export const askLasts = 14 * 24 * 60 * 60 * 1000;

export type AskProblem = 'need-unknown' | 'need-erased' | 'erasure-open';

/** Asks that a need be erased. The problem where there is nothing to erase, or where somebody has asked already. */
export async function askErasure(
	db: Database,
	staff: string,
	asked: { need: string; reason: string },
	now: Date
): Promise<AskProblem | undefined> {
	return db.transaction().execute(async (trx) => {
		const need = await trx
			.selectFrom('needs')
			.select('state')
			.where('id', '=', asked.need)
			.forUpdate()
			.executeTakeFirst();
		if (!need) return 'need-unknown';
		if (need.state === 'withdrawn') return 'need-erased';
		// one that nobody decided in time is over
		await trx
			.updateTable('erasures')
			.set({ outcome: 'refused', decided_at: now })
			.where('need', '=', asked.need)
			.where('outcome', 'is', null)
			.where('asked_at', '<=', new Date(now.getTime() - askLasts))
			.execute();
		const id = makeId(now.getTime(), randomBytes(10));
		const { numInsertedOrUpdatedRows } = await trx
			.insertInto('erasures')
			.values({ id, ...asked, asked_at: now, asked_by: staff })
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirst();
		if (numInsertedOrUpdatedRows === 0n) return 'erasure-open';
		await logActivity(
			trx,
			{
				staff,
				action: 'erasure.asked',
				subject: `need:${asked.need}`,
				detail: { erasure: id, reason: asked.reason }
			},
			now
		);
		return undefined;
	});
}

export type DecideProblem = 'erasure-unknown' | 'erasure-own' | 'erasure-over';

/**
 * Decides what a colleague asked for; erased is erased for ever. Whoever asked cannot confirm it, and can only take it
 * back, which is to refuse it.
 */
export async function decideErasure(
	{ db, dataFolder }: { db: Database; dataFolder: string },
	staff: string,
	id: string,
	outcome: 'erased' | 'refused',
	now: Date
): Promise<DecideProblem | undefined> {
	const problem = await db.transaction().execute(async (trx) => {
		await waitForWithdrawals(trx, true);
		const erasure = await trx
			.selectFrom('erasures')
			.selectAll()
			.where('id', '=', id)
			.forUpdate()
			.executeTakeFirst();
		if (!erasure) return 'erasure-unknown';
		const isLate = now.getTime() - erasure.asked_at.getTime() >= askLasts;
		if (erasure.outcome || isLate) return 'erasure-over';
		if (outcome === 'erased' && erasure.asked_by === staff) return 'erasure-own';
		const { need } = erasure;
		await trx
			.updateTable('erasures')
			.set({ outcome, decided_at: now, decided_by: staff })
			.where('id', '=', id)
			.execute();
		const told = outcome === 'erased' ? await eraseSubmissions(trx, [need], now, staff) : [];
		await logActivity(
			trx,
			{ staff, action: `erasure.${outcome}`, subject: `need:${need}`, detail: { erasure: id } },
			now
		);
		await tellChange(trx, 'needs', told);
		return undefined;
	});
	if (!problem && outcome === 'erased') cleanErased(db, dataFolder);
	return problem;
}

/** Erases the need with this number by a command, for a city in which one person works; logged with its reason. */
export async function eraseByCommand(
	db: Database,
	number: string,
	reason: string,
	now: Date
): Promise<AskProblem | undefined> {
	return db.transaction().execute(async (trx) => {
		await waitForWithdrawals(trx, true);
		const need = await trx
			.selectFrom('needs')
			.select(['id', 'state'])
			.where('number', '=', number)
			.executeTakeFirst();
		if (!need) return 'need-unknown';
		if (need.state === 'withdrawn') return 'need-erased';
		const told = await eraseSubmissions(trx, [need.id], now);
		const detail = { by: 'command', reason };
		await logActivity(
			trx,
			{ staff: null, action: 'erasure.erased', subject: `need:${need.id}`, detail },
			now
		);
		await tellChange(trx, 'needs', told);
		return undefined;
	});
}

/** What was asked for, the open ones first, then the newest. */
export async function listErasures(db: Database, most: number, now: Date) {
	const rows = await db
		.selectFrom('erasures as asked')
		.innerJoin('needs', 'needs.id', 'asked.need')
		.leftJoin('staff as asker', 'asker.id', 'asked.asked_by')
		.leftJoin('staff as decider', 'decider.id', 'asked.decided_by')
		.select(['asked.id', 'asked.need', 'needs.number', 'asked.reason', 'asked.asked_at'])
		.select(['asked.asked_by', 'asker.name as asker', 'asked.decided_at', 'asked.outcome'])
		.select('decider.name as decider')
		.orderBy((row) => row('asked.outcome', 'is not', null))
		.orderBy('asked.asked_at', 'desc')
		.limit(most)
		.execute();
	return rows.map((row) => {
		const lastsUntil = new Date(row.asked_at.getTime() + askLasts);
		return { ...row, lastsUntil, isOpen: !row.outcome && lastsUntil > now };
	});
}
