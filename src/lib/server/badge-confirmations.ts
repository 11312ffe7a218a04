/** A person of the city saw a holder do it alone: she finds the badge by its number, and the city signs it anew. */
import { badgeLevels, witnessOf } from '../domain/badge.ts';
import { badgeNumber, readBadgeNumber } from '../domain/badge-number.ts';
import { secondsOf } from '../domain/instant.ts';
import { isLanguage } from '../domain/language.ts';
import { logDeed } from './activity.ts';
import { readOwnCredential, signBadge, type Issuing } from './badge-signing.ts';
import { tellChange } from './changes.ts';
import type { Database } from './database.ts';
import { cityNameIn, readSettings } from './settings.ts';
import type { StaffMember } from './staff.ts';

/**
 * Why a badge is not confirmed: there is none of this number; it was taken back; somebody did it before; or the wish for
 * it was withdrawn or brought no watch secret, so that nothing new reaches its holder.
 */
export type ConfirmProblem = 'unknown' | 'taken-back' | 'before' | 'no-way';

/** A badge that a person shows, as the city knows it. */
export interface FoundBadge {
	number: string;
	module: string;
	level: string;
	issuedAt: Date;
	confirmed: { by: string; at: Date } | null;
	takenBackAt: Date | null;
	/** Why it cannot be confirmed now. */
	problem: ConfirmProblem | undefined;
}

/** The badge of this number; undefined when there is none, also where only the letters behind the place are others. */
export async function findBadge(db: Database, typed: string): Promise<FoundBadge | undefined> {
	const row = await rowOf(db, typed);
	if (!row) return undefined;
	const { number, module, level, confirmed_at: at, witness: by } = row;
	return {
		number,
		module,
		level,
		issuedAt: row.issued_at,
		confirmed: by && at ? { by, at } : null,
		takenBackAt: row.taken_back_at,
		problem: problemOf(row)
	};
}

/**
 * Signs the badge of this number anew, with who saw it; its holder hears of it as she heard of the badge. What was signed
 * before stays good.
 */
export async function confirmBadge(
	db: Database,
	typed: string,
	staff: Pick<StaffMember, 'id' | 'name'>,
	issuing: Issuing,
	now = new Date()
): Promise<ConfirmProblem | undefined> {
	return db.transaction().execute(async (trx) => {
		const row = await rowOf(trx, typed, true);
		if (!row) return 'unknown';
		const problem = problemOf(row);
		if (problem) return problem;
		const { holder, ...names } = readOwnCredential(row.credential);
		const witness = await witnessFor(trx, staff.name, row.lang);
		const confirmed = { by: witness, at: secondsOf(now) };
		const level = badgeLevels.find((each) => each === row.level) ?? badgeLevels[0];
		const facts = { module: row.module, level, holder, status: Number(row.status) };
		const all = { ...facts, issuedAt: secondsOf(row.issued_at), confirmed };
		const { numInsertedOrUpdatedRows } = await trx
			.insertInto('badge_confirmations')
			.values({
				badge: row.id,
				confirmed_at: now,
				staff: staff.id,
				witness,
				...(await signBadge(trx, row.lang, all, issuing, names))
			})
			// two people at once: one of them saw it first
			.onConflict((conflict) => conflict.column('badge').doNothing())
			.executeTakeFirst();
		if (!numInsertedOrUpdatedRows) return 'before';
		await logDeed(trx, staff.id, 'badge.confirmed', `badge:${row.id}`, now);
		await tellChange(trx, 'badges', [row.id]);
		return undefined;
	});
}

async function rowOf(db: Database, typed: string, locked = false) {
	const read = readBadgeNumber(typed);
	if (!read) return undefined;
	const row = await db
		.selectFrom('badges')
		.innerJoin('submissions', 'submissions.id', 'badges.id')
		.leftJoin('badge_confirmations as seen', 'seen.badge', 'badges.id')
		.select(['badges.id', 'badges.issued_at', 'module', 'level', 'status', 'taken_back_at'])
		.select(['badges.credential', 'lang', 'watch_hash', 'witness', 'confirmed_at'])
		.select((row) => row('envelope', 'is', null).as('is_erased'))
		.where('status', '=', String(read.status))
		.$if(locked, (query) => query.forUpdate('badges'))
		.executeTakeFirst();
	if (!row) return undefined;
	const { holder } = readOwnCredential(row.credential);
	const number = badgeNumber({ status: read.status, holder });
	return number === read.number ? { ...row, number } : undefined;
}

function problemOf(row: {
	taken_back_at: Date | null;
	confirmed_at: Date | null;
	watch_hash: string | null;
	is_erased: unknown;
}): ConfirmProblem | undefined {
	if (row.taken_back_at) return 'taken-back';
	if (row.confirmed_at) return 'before';
	return row.is_erased || row.watch_hash === null ? 'no-way' : undefined;
}

async function witnessFor(db: Database, name: string, lang: string): Promise<string> {
	const settings = await readSettings(db);
	return witnessOf(name, cityNameIn(settings, isLanguage(lang) ? lang : 'en') || 'Plaza');
}
