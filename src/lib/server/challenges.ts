/** Challenges: staff write, open and close them; every device gets those that are open from the feed's publications. */
import { sql, type Selectable } from 'kysely';
import * as v from 'valibot';
import type { Challenge } from '../domain/challenge.ts';
import type { Publication } from '../domain/feed.ts';
import { idSchema } from '../domain/id.ts';
import { shownCount } from '../domain/small-numbers.ts';
import { logActivity } from './activity.ts';
import { countBehind, gatherNeeds, setBehind } from './challenge-needs.ts';
import type { Database, Tables } from './database.ts';
import { publish } from './publications.ts';
import { readSupports } from './supports.ts';
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
	return db.transaction().execute(async (trx) => {
		// nothing is taken back or joined while it is gathered
		await lockThreads(trx);
		const id = newRowId(now);
		const row = { id, ...stored(form), made_at: now, changed_at: now, staff };
		await trx.insertInto('challenges').values(row).execute();
		const themes = await knownThemes(trx, behind.themes);
		if (themes.length > 0) {
			const rows = themes.map((theme) => ({ challenge: id, theme }));
			await trx.insertInto('challenge_themes').values(rows).execute();
		}
		const needs = await gatherNeeds(trx, id, { ...behind, themes }, now);
		if (needs === 0 || (await countBehind(trx, id)) === 0) return rollBack(trx, id);
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
	return db.transaction().execute(async (trx) => {
		await lockThreads(trx);
		const row = await locked(trx, challenge);
		if (!row) return 'unknown';
		await setBehind(trx, { challenge, need, isBehind }, now);
		if ((await countBehind(trx, challenge)) === 0) {
			await setBehind(trx, { challenge, need, isBehind: !isBehind }, now);
			return 'no-needs';
		}
		const action = isBehind ? 'challenge.need-put' : 'challenge.need-taken';
		const detail = { need };
		await logActivity(trx, { staff, action, subject: `challenge:${challenge}`, detail }, now);
		await publish(trx, [await publicationOf(trx, row)], now);
		return undefined;
	});
}

/** Publishes an open challenge as its numbers are now. */
export async function republishChallenge(trx: Database, id: string, now: Date): Promise<void> {
	const row = await locked(trx, id);
	if (row) await publish(trx, [await publicationOf(trx, row)], now);
}

async function changed(
	db: Database,
	{ id, revision }: { id: string; revision: number },
	set: object,
	{ staff, action }: { staff: string; action: string },
	now: Date
): Promise<ChallengeProblem | undefined> {
	if (!v.is(idSchema, id)) return 'unknown';
	return db.transaction().execute(async (trx) => {
		await lockThreads(trx);
		const row = await locked(trx, id);
		if (!row) return 'unknown';
		if (row.revision !== revision) return 'changed';
		if (action === 'challenge.opened') {
			const themes = (await themesBehind(trx, id)).map((theme) => theme.id);
			await gatherNeeds(trx, id, { themes }, now);
			if ((await countBehind(trx, id)) === 0) return 'no-needs';
		}
		const after = await trx
			.updateTable('challenges')
			.set({ ...set, staff, changed_at: now, revision: revision + 1 })
			.where('id', '=', id)
			.returningAll()
			.executeTakeFirstOrThrow();
		await logActivity(trx, { staff, action, subject: `challenge:${id}` }, now);
		await publish(trx, [await publicationOf(trx, after)], now);
		return undefined;
	});
}

type Row = Selectable<Tables['challenges']>;

function locked(trx: Database, id: string): Promise<Row | undefined> {
	return trx
		.selectFrom('challenges')
		.selectAll()
		.where('id', '=', id)
		.forNoKeyUpdate()
		.executeTakeFirst();
}

async function knownThemes(trx: Database, themes: readonly string[]): Promise<string[]> {
	const asked = themes.filter((theme) => v.is(idSchema, theme));
	if (asked.length === 0) return [];
	const rows = await trx.selectFrom('themes').select('id').where('id', 'in', asked).execute();
	return rows.map(({ id }) => id);
}

async function rollBack(trx: Database, id: string): Promise<'no-needs'> {
	await trx.deleteFrom('challenge_needs').where('challenge', '=', id).execute();
	await trx.deleteFrom('challenge_themes').where('challenge', '=', id).execute();
	await trx.deleteFrom('challenges').where('id', '=', id).execute();
	return 'no-needs';
}

function stored({ place, topic, texts, until }: ChallengeForm) {
	return { place, topic, until, texts: JSON.stringify(texts) };
}

/** Publication `challenge`; one that is not open is gone. */
async function publicationOf(trx: Database, row: Row): Promise<Publication> {
	const { id, place, topic, texts, until, opened_at, closed_at } = row;
	if (!opened_at || closed_at) return { id, kind: 'challenge', lang: null, body: null };
	const needs = shownCount(await countBehind(trx, id));
	const supports = shownCount(await readSupports(trx, id));
	const body: Challenge = {
		...{ id, place, topic, texts, until, needs, supports },
		openedAt: opened_at.toISOString()
	};
	return { id, kind: 'challenge', lang: null, body };
}
