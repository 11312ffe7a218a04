/** Challenges: staff write, open and close them; every device gets those that are open from the feed's publications. */
import { sql } from 'kysely';
import * as v from 'valibot';
import type { Challenge } from '../domain/challenge.ts';
import { idSchema } from '../domain/id.ts';
import { logActivity, type ActivityAction } from './activity.ts';
import { countBehind, gatherNeeds, setBehind } from './challenge-needs.ts';
import { lockChallenge, publishChallenge } from './challenge-publication.ts';
import type { Database } from './database.ts';
import { lockThreads, newRowId } from './threads.ts';

/** What staff write. */
export type ChallengeForm = Pick<Challenge, 'place' | 'topic' | 'texts' | 'until'>;

/** A challenge as staff see it. */
export interface KnownChallenge extends ChallengeForm {
	id: string;
	revision: number;
	openedAt: Date | null;
	closedAt: Date | null;
	changedAt: Date;
	/** Who changed it last; null for a member who has left. */
	by: string | null;
}

export type ChallengeProblem = 'unknown' | 'changed' | 'no-needs';

/** Where a challenge begins: its needs, and themes whose needs are gathered. */
export interface Behind {
	needs: readonly string[];
	themes: readonly string[];
}

const mostListed = 200;

/** The newest first. */
export async function listChallenges(
	db: Database,
	ids?: readonly string[]
): Promise<KnownChallenge[]> {
	if (ids?.length === 0) return [];
	const rows = await db
		.selectFrom('challenges')
		.leftJoin('staff', 'staff.id', 'challenges.staff')
		.selectAll('challenges')
		.select('staff.name')
		.$if(ids !== undefined, (query) => query.where('challenges.id', 'in', ids ?? []))
		.orderBy('made_at', 'desc')
		.orderBy('challenges.id', 'desc')
		.limit(mostListed)
		.execute();
	return rows.map(({ id, place, topic, texts, until, revision, name, ...at }) => ({
		...{ id, place, topic, texts, until, revision, by: name },
		...{ openedAt: at.opened_at, closedAt: at.closed_at, changedAt: at.changed_at }
	}));
}

/** The challenge with this id, or undefined. */
export async function findChallenge(db: Database, id: string): Promise<KnownChallenge | undefined> {
	return v.is(idSchema, id) ? (await listChallenges(db, [id]))[0] : undefined;
}

/** The themes whose needs are gathered behind a challenge, by name. */
export async function themesBehind(
	db: Database,
	id: string
): Promise<{ id: string; name: string }[]> {
	return db
		.selectFrom('challenge_themes')
		.innerJoin('themes', 'themes.id', 'theme')
		.select(['themes.id', 'themes.name'])
		.where('challenge', '=', id)
		.orderBy('themes.name')
		.execute();
}

/** Writes a challenge for staff alone; `no-needs` where no need is behind it, for then nobody has asked for it. */
export async function writeChallenge(
	db: Database,
	form: ChallengeForm,
	behind: Behind,
	staff: string,
	now = new Date()
): Promise<{ id: string } | 'no-needs'> {
	return withNeeds(db, async (trx) => {
		const id = newRowId(now);
		const row = { id, ...stored(form), made_at: now, changed_at: now, staff };
		await trx.insertInto('challenges').values(row).execute();
		const themes = await knownThemes(trx, behind.themes);
		if (themes.length > 0) {
			const rows = themes.map((theme) => ({ challenge: id, theme }));
			await trx.insertInto('challenge_themes').values(rows).execute();
		}
		const needs = await gatherNeeds(trx, id, { ...behind, themes }, now);
		await needNeeds(trx, id);
		await logActivity(
			trx,
			{ staff, action: 'challenge.written', subject: `challenge:${id}`, detail: { needs } },
			now
		);
		return { id };
	});
}

/** Says it in other words; an open one is said anew to everybody. Undefined when it is done. */
export async function changeChallenge(
	db: Database,
	seen: { id: string; revision: number },
	form: ChallengeForm,
	staff: string,
	now = new Date()
): Promise<ChallengeProblem | undefined> {
	return changed(db, seen, stored(form), { staff, action: 'challenge.changed' }, now);
}

/**
 * Opens a challenge to everybody, with the needs that its themes have by now, or closes it. Undefined when it is done;
 * `no-needs` where all that were behind it are gone.
 */
export async function openChallenge(
	db: Database,
	seen: { id: string; revision: number },
	isOpen: boolean,
	staff: string,
	now = new Date()
): Promise<ChallengeProblem | undefined> {
	const set = isOpen
		? { opened_at: sql<Date>`coalesce(opened_at, ${now})`, closed_at: null }
		: { closed_at: now };
	const action = isOpen ? 'challenge.opened' : 'challenge.closed';
	return changed(db, seen, set, { staff, action }, now);
}

/** Puts a need behind a challenge, or takes it out; its thread goes with it. `no-needs` where it would be the last. */
export async function setNeed(
	db: Database,
	{ challenge, need, isBehind }: { challenge: string; need: string; isBehind: boolean },
	staff: string,
	now = new Date()
): Promise<ChallengeProblem | undefined> {
	if (!v.is(idSchema, challenge)) return 'unknown';
	return withNeeds(db, async (trx) => {
		const row = await lockChallenge(trx, challenge);
		if (!row) return 'unknown';
		if (!(await setBehind(trx, { challenge, need, isBehind }, now))) return undefined;
		await needNeeds(trx, challenge);
		const action = isBehind ? 'challenge.need-put' : 'challenge.need-taken';
		const detail = { need };
		await logActivity(trx, { staff, action, subject: `challenge:${challenge}`, detail }, now);
		await publishChallenge(trx, row, now);
		return undefined;
	});
}

async function changed(
	db: Database,
	{ id, revision }: { id: string; revision: number },
	set: object,
	{ staff, action }: { staff: string; action: ActivityAction },
	now: Date
): Promise<ChallengeProblem | undefined> {
	if (!v.is(idSchema, id)) return 'unknown';
	return withNeeds(db, async (trx) => {
		const row = await lockChallenge(trx, id);
		if (!row) return 'unknown';
		if (row.revision !== revision) return 'changed';
		if (action === 'challenge.opened') {
			const themes = (await themesBehind(trx, id)).map((theme) => theme.id);
			await gatherNeeds(trx, id, { themes }, now);
			await needNeeds(trx, id);
		}
		const after = await trx
			.updateTable('challenges')
			.set({ ...set, staff, changed_at: now, revision: revision + 1 })
			.where('id', '=', id)
			.returningAll()
			.executeTakeFirstOrThrow();
		await logActivity(trx, { staff, action, subject: `challenge:${id}` }, now);
		await publishChallenge(trx, after, now);
		return undefined;
	});
}

async function knownThemes(trx: Database, themes: readonly string[]): Promise<string[]> {
	const asked = themes.filter((theme) => v.is(idSchema, theme));
	if (asked.length === 0) return [];
	const rows = await trx.selectFrom('themes').select('id').where('id', 'in', asked).execute();
	return rows.map(({ id }) => id);
}

/** Undoes what a transaction did where no need would be behind the challenge. */
class NoNeeds extends Error {}

async function needNeeds(trx: Database, id: string): Promise<void> {
	if ((await countBehind(trx, id)) === 0) throw new NoNeeds();
}

/**
 * One transaction in which nothing is joined or taken back meanwhile; `no-needs`, and nothing is changed, where
 * `needNeeds` found none.
 */
async function withNeeds<T>(
	db: Database,
	work: (trx: Database) => Promise<T>
): Promise<T | 'no-needs'> {
	try {
		return await db.transaction().execute(async (trx) => {
			await lockThreads(trx);
			return work(trx);
		});
	} catch (error) {
		if (error instanceof NoNeeds) return 'no-needs';
		throw error;
	}
}

function stored({ place, topic, texts, until }: ChallengeForm) {
	return { place, topic, until, texts: JSON.stringify(texts) };
}
