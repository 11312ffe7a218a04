// Rounds that a test's city asks, and what devices say to them.
import { randomBytes } from 'node:crypto';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import type { OpinionKind } from '../../src/lib/domain/opinion.ts';
import type { Round } from '../../src/lib/domain/round.ts';
import { openChallenge, writeChallenge } from '../../src/lib/server/challenges.ts';
import { countOpinions } from '../../src/lib/server/opinion-counts.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { beginRound, changeRound, openRound } from '../../src/lib/server/rounds.ts';
import { opinionFrom } from './invented-opinions.ts';
import { city, staff, tell } from './joined-needs.ts';

/** A challenge that is open to everybody. */
export async function openedChallenge(): Promise<string> {
	const texts = { es: { who: 'Familias', what: 'saber cuándo', why: 'no esperar' } };
	const form = { place: null, topic: 'service' as const, until: null, texts };
	const behind = { needs: [(await tell()).id], themes: [] };
	const made = await writeChallenge(city.db, form, behind, staff);
	if (made === 'no-needs') throw new Error(made);
	await openChallenge(city.db, { id: made.id, revision: 1 }, true, staff);
	return made.id;
}

/** A round that everybody is asked, with statements of these ids. */
export async function askedRound(
	ids: readonly string[] = ['s1', 's2', 's3', 's4'],
	challenge?: string
): Promise<string> {
	const round = await beginRound(city.db, challenge ?? (await openedChallenge()), staff);
	if (!round) throw new Error('no challenge');
	const statements = ids.map((id) => ({ id, texts: { es: `Frase ${id}` }, isHidden: false }));
	await changeRound(city.db, { id: round, revision: 1 }, { until: null, statements }, staff);
	const refused = await openRound(city.db, { id: round, revision: 2 }, true, staff);
	if (refused) throw new Error(refused);
	return round;
}

export const secret = () => randomBytes(32).toString('base64url');

/** What the device with this secret says. */
export const opinionOf = (
	round: string,
	by: string,
	statement: string,
	opinion: OpinionKind,
	at?: number
): EnvelopeOf<'opinion'> => opinionFrom(by, round, statement, opinion, at);

export const send = (...submissions: EnvelopeOf<'opinion'>[]) =>
	receive(city, { v: 1, submissions }, new Date());

/** As everybody may read it, once what came was counted. */
export async function publishedRound(id: string): Promise<Round> {
	await countOpinions(city.db);
	const row = city.db.selectFrom('publications').select('body').where('id', '=', id);
	return (await row.executeTakeFirstOrThrow()).body as unknown as Round;
}
