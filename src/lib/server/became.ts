/** What became of needs, from what everybody may read of the challenges behind which they stand. */
import * as v from 'valibot';
import type { Became } from '../domain/became.ts';
import { challengeSchema, type Challenge } from '../domain/challenge.ts';
import { decisionSchema, type Decision } from '../domain/decision.ts';
import type { Language } from '../domain/language.ts';
import { pilotSchema, type Pilot } from '../domain/pilot.ts';
import { challengesBehindEach } from './challenge-needs.ts';
import type { Database } from './database.ts';
import { readSettings } from './settings.ts';
import { wordsOf } from './words-of.ts';

/** So many challenges of one need are told, the newest. */
const mostTold = 20;

/** What became of each of these needs; one of which nothing did is missing. Words are in its person's language, where there are. */
export async function readBecameOf(
	db: Database,
	needs: readonly { id: string; lang: string }[]
): Promise<Map<string, Became[]>> {
	const ids = needs.map(({ id }) => id);
	const behind = await challengesBehindEach(db, ids);
	const all = [...new Set([...behind.values()].flat())];
	if (all.length === 0) return new Map();
	const { challenges, decisions, pilots } = await readPublic(db, all);
	const { languages } = await readSettings(db);
	return new Map(
		needs.flatMap(({ id, lang }) => {
			const order = [lang as Language, ...languages];
			const told = (behind.get(id) ?? [])
				.flatMap((challenge) => challenges.get(challenge) ?? [])
				.sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
				.slice(0, mostTold)
				.map((challenge) => ({
					...wordsOf(challenge, order),
					isOpen: !challenge.closed,
					until: challenge.until,
					pilots: pilots
						.filter((pilot) => pilot.challenge === challenge.id)
						.map((pilot) => {
							const { from, until, ended } = pilot;
							return { ...wordsOf(pilot, order), from, until, ended };
						}),
					decisions: decisions
						.filter((decision) => decision.challenges.includes(challenge.id))
						.map((decision) => {
							const { outcome, said } = decision;
							return { ...wordsOf(decision, order), outcome, said };
						})
				}));
			return told.length > 0 ? [[id, told] as const] : [];
		})
	);
}

async function readPublic(db: Database, challenges: string[]) {
	const rows = await db
		.selectFrom('publications')
		.select(['kind', 'body'])
		.where('body', 'is not', null)
		.where((row) =>
			row.or([
				row('id', 'in', challenges),
				row(
					'id',
					'in',
					row
						.selectFrom('decision_challenges')
						.select((of) => of.cast<string>('decision', 'text').as('id'))
						.where('challenge', 'in', challenges)
				),
				row(
					'id',
					'in',
					row
						.selectFrom('pilots')
						.select((of) => of.cast<string>('id', 'text').as('id'))
						.where('challenge', 'in', challenges)
				)
			])
		)
		.orderBy('id')
		.execute();
	const read = <Schema extends v.GenericSchema>(kind: string, schema: Schema) =>
		rows
			.filter((row) => row.kind === kind)
			.flatMap(({ body }) => (v.is(schema, body) ? [body] : []));
	const open = read('challenge', challengeSchema) as Challenge[];
	return {
		challenges: new Map(open.map((challenge) => [challenge.id, challenge])),
		decisions: read('decision', decisionSchema) as Decision[],
		pilots: read('pilot', pilotSchema) as Pilot[]
	};
}
