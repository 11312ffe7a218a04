/** Decisions as everybody may read them, and the challenges to which they belong said anew with them. */
import { sql, type Selectable } from 'kysely';
import type { Decision } from '../domain/decision.ts';
import type { Publication } from '../domain/feed.ts';
import { shownCount } from '../domain/small-numbers.ts';
import { countBehindAny } from './challenge-needs.ts';
import { nextChanges } from './changes.ts';
import type { Database, Tables } from './database.ts';
import { publicGrounds } from './decision-grounds.ts';
import { isPilotPublic } from './pilot-publication.ts';

/** What of it everybody may read: it was published, and not taken back since. */
const isPublic = sql<boolean>`published_at is not null and taken_back_at is null`;

/** Is there anything to read of what became of this challenge? Then it stays readable once it is closed. */
export async function hasOutcome(trx: Database, challenge: string): Promise<boolean> {
	const { rows } = await sql<{ found: boolean }>`
		select exists (
			select from decisions join decision_challenges on decision = id
			where decision_challenges.challenge = ${challenge} and ${isPublic}
		) or exists (select from pilots where challenge = ${challenge} and ${isPublic}) as found`.execute(
		trx
	);
	return rows[0]?.found ?? false;
}

/** Publication `decision`; one that is not published is gone. */
export async function decisionPublication(
	trx: Database,
	row: Selectable<Tables['decisions']>
): Promise<Publication> {
	const { id, place, topic, outcome, cost, texts, pilot, published_at, taken_back_at } = row;
	if (!published_at || taken_back_at) return { id, kind: 'decision', lang: null, body: null };
	const challenges = await challengesOfDecision(trx, id);
	const body: Decision = {
		...{ id, challenges, place, topic, outcome, cost, texts },
		decidedAt: published_at.toISOString(),
		needs: shownCount(await countBehindAny(trx, challenges)),
		said: await standingReply(trx, id),
		...(pilot && (await isPilotPublic(trx, pilot)) && { pilot }),
		...(await publicGrounds(trx, id))
	};
	return { id, kind: 'decision', lang: null, body };
}

/** The decisions about a challenge, as everybody may read them. */
export async function decisionsOf(trx: Database, challenge: string): Promise<Publication[]> {
	const rows = await trx
		.selectFrom('decisions')
		.selectAll()
		.where(isPublic)
		.where('id', 'in', (row) =>
			row.selectFrom('decision_challenges').select('decision').where('challenge', '=', challenge)
		)
		.execute();
	return Promise.all(rows.map((row) => decisionPublication(trx, row)));
}

/** The challenges that a decision decides, by their ids. */
export async function challengesOfDecision(trx: Database, id: string): Promise<string[]> {
	const rows = await trx
		.selectFrom('decision_challenges')
		.select('challenge')
		.where('decision', '=', id)
		.orderBy('challenge')
		.execute();
	return rows.map(({ challenge }) => challenge);
}

/** The newest public reply that tells of a decision and stands. */
async function standingReply(trx: Database, decision: string): Promise<string | null> {
	const row = await trx
		.selectFrom('public_replies')
		.select('id')
		.where('decision', '=', decision)
		.where('taken_back_at', 'is', null)
		.orderBy('said_at', 'desc')
		.orderBy('id', 'desc')
		.executeTakeFirst();
	return row?.id ?? null;
}

/** Whoever watches a need behind these challenges hears what became of it. They are locked; the last step but one. */
export async function tellBehind(trx: Database, challenges: readonly string[]): Promise<void> {
	if (challenges.length === 0) return;
	const [number] = await nextChanges(trx, 1);
	await trx
		.updateTable('challenges')
		.set({ change_seq: String(number) })
		.where('id', 'in', challenges)
		.execute();
}
