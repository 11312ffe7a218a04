/** What became of ideas, from what everybody may read of that. */
import * as v from 'valibot';
import { decisionSchema, type Decision } from '../domain/decision.ts';
import type { BecameOfIdea } from '../domain/idea-news.ts';
import type { Language } from '../domain/language.ts';
import { pilotSchema, type Pilot } from '../domain/pilot.ts';
import { placeOf } from '../domain/priority-place.ts';
import { prioritisingSchema } from '../domain/prioritising.ts';
import type { Database } from './database.ts';
import { namingsOf } from './idea-threads.ts';
import { readSettings } from './settings.ts';
import { wordsOf } from './words-of.ts';

/** So many of each kind are told. */
const mostTold = 20;

/** What became of each of these ideas; words are in its person's language, where there are. */
export async function readBecameOfIdeas(
	db: Database,
	ideas: readonly { id: string; lang: string }[]
): Promise<Map<string, BecameOfIdea>> {
	const named = await namingsOf(
		db,
		ideas.map(({ id }) => id)
	);
	const things = [...new Set([...named.values()].flat().map(({ thing }) => thing))];
	if (things.length === 0) return new Map();
	const rows = await db
		.selectFrom('publications')
		.select(['id', 'body'])
		.where('id', 'in', things)
		.where('body', 'is not', null)
		.execute();
	const bodies = new Map(rows.map(({ id, body }) => [id, body]));
	const { languages } = await readSettings(db);
	return new Map(
		ideas.map(({ id, lang }) => {
			const order = [lang as Language, ...languages];
			const told: BecameOfIdea = { priorities: [], pilots: [], decisions: [] };
			for (const { kind, thing, part } of (named.get(id) ?? []).toReversed()) {
				const body = bodies.get(thing);
				if (kind === 'pilot' && v.is(pilotSchema, body)) {
					const { challenge, from, until, ended } = body;
					told.pilots.push({ ...wordsOf(body as Pilot, order), challenge, from, until, ended });
				} else if (kind === 'decision' && v.is(decisionSchema, body)) {
					const { outcome, said, challenges } = body;
					const [challenge = ''] = challenges;
					told.decisions.push({ ...wordsOf(body as Decision, order), challenge, outcome, said });
				} else if (kind === 'prioritising' && v.is(prioritisingSchema, body)) {
					const { challenge, until, isClosed } = body;
					const result = placeOf(body, part ?? '');
					const known = told.priorities.find((each) => each.id === thing);
					if (!known) told.priorities.push({ id: thing, challenge, until, isClosed, ...result });
					else if (result.place && result.place < (known.place ?? Infinity)) {
						Object.assign(known, result);
					}
				}
			}
			return [
				id,
				{
					priorities: told.priorities.slice(0, mostTold),
					pilots: told.pilots.slice(0, mostTold),
					decisions: told.decisions.slice(0, mostTold)
				}
			];
		})
	);
}
