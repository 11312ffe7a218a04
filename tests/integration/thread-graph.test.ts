/**
 * No need loses its thread: whatever staff join, split, answer, put behind challenges and take out, whatever they close and
 * open again, and whatever people take back, each need stays behind the challenges behind which it stood, until a hand takes
 * it out or its person takes it back.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBecameOf } from '../../src/lib/server/became.ts';
import { challengesBehindEach, newestBehind } from '../../src/lib/server/challenge-needs.ts';
import {
	findChallenge,
	openChallenge,
	setNeed,
	writeChallenge
} from '../../src/lib/server/challenges.ts';
import { publishDecision, writeDecision } from '../../src/lib/server/decisions.ts';
import { stepPilot, writePilot } from '../../src/lib/server/pilots.ts';
import {
	answer,
	city,
	join,
	openJoins,
	read,
	split,
	staff,
	step,
	tell,
	withdraw,
	type Told
} from './joined-needs.ts';

openJoins();

const many = 6;
const at = fc.nat({ max: many - 1 });
const of = fc.nat({ max: 1 });
const move = fc.oneof(
	fc.record({ do: fc.constant('join' as const), a: at, b: at, c: of }),
	fc.record({ do: fc.constant('split' as const), a: at, b: at, c: of }),
	fc.record({ do: fc.constant('put' as const), a: at, b: at, c: of }),
	fc.record({ do: fc.constant('take out' as const), a: at, b: at, c: of }),
	fc.record({ do: fc.constant('take back' as const), a: at, b: at, c: of }),
	fc.record({ do: fc.constant('answer or take up again' as const), a: at, b: at, c: of }),
	fc.record({ do: fc.constant('close or open again' as const), a: at, b: at, c: of })
);

/** What is over goes on again: an answered need, and two challenges, of which one has a decision and one has none. */
const goesOn = (
	[
		['answer or take up again', 0, 0, 0],
		['answer or take up again', 0, 0, 0],
		['close or open again', 0, 0, 1],
		['join', 2, 1, 0],
		['close or open again', 0, 0, 0],
		['close or open again', 0, 0, 1],
		['close or open again', 0, 0, 0]
	] as const
).map(([what, a, b, c]) => ({ do: what, a, b, c }));

async function openOne(need: string): Promise<string> {
	const texts = { es: { who: 'Vecinos', what: 'una rampa', why: 'entrar' } };
	const form = { place: null, topic: 'access' as const, until: null, texts };
	const made = await writeChallenge(city.db, form, { needs: [need], themes: [] }, staff);
	if (made === 'no-needs') throw new Error(made);
	await openChallenge(city.db, { id: made.id, revision: 1 }, true, staff);
	return made.id;
}

/** Something that the city tries for a challenge, and tells everybody. */
async function tryFor(challenge: string): Promise<string> {
	const texts = { es: { what: 'Una rampa de madera', where: '', who: 'Todos', learned: '' } };
	const days = { from: '2026-03-01', until: '2026-04-01' };
	const form = { ideas: [], place: null, lab: null, ...days, texts };
	const made = await writePilot(city.db, challenge, form, staff);
	if (typeof made === 'string') throw new Error(made);
	await stepPilot(city.db, { id: made.id, revision: 1 }, 'published', staff);
	return made.id;
}

/** What the city decides about a challenge, resting on what it tried. */
async function decideAbout(challenge: string, pilot: string): Promise<string> {
	const texts = { es: { what: 'Habrá una rampa', why: '', when: 'En mayo', who: 'Obras' } };
	const about = { place: null, topic: 'access' as const, outcome: 'yes' as const };
	const form = { ...about, challenges: [challenge], pilot, cost: 'none' as const, texts };
	const made = await writeDecision(city.db, form, staff);
	if (typeof made === 'string') throw new Error(made);
	await publishDecision(city.db, { id: made.id, revision: 1 }, true, staff);
	return made.id;
}

/** A need that waits is answered; one that was answered waits again. */
async function answerOrTakeUp(need: Told) {
	const { state } = await read(need.id);
	await (state === 'answered' ? step(need, 'in work') : answer(need, 'Habrá una rampa en mayo'));
}

const isOpen = async (challenge: string) =>
	(await findChallenge(city.db, challenge))?.closedAt === null;

/** A challenge that everybody may read is closed; one that was closed is open again, where a need is still behind it. */
async function closeOrOpen(challenge: string) {
	const revision = (await findChallenge(city.db, challenge))?.revision ?? 0;
	const seen = { id: challenge, revision };
	await openChallenge(city.db, seen, !(await isOpen(challenge)), staff);
}

/** Those of these needs that have not been taken back, with the thread of each. */
async function living(ids: readonly string[]) {
	const rows = await Promise.all(ids.map(read));
	const alive = rows.filter(({ state }) => state !== 'withdrawn');
	return new Map(alive.map(({ id, joined_to }) => [id, joined_to ?? id]));
}

test('any sequence of joins, splits, hands and withdrawals leaves each need behind what it stood behind', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(move, { minLength: 3, maxLength: 14 }), async (moves) => {
			const told = [];
			for (let each = 0; each < many; each++) told.push(await tell());
			const ids = told.map(({ id }) => id);
			const challenges = [await openOne(ids[0] ?? ''), await openOne(ids[1] ?? '')];
			const pilot = await tryFor(challenges[0] ?? '');
			const decision = await decideAbout(challenges[0] ?? '', pilot);
			/** What must still be: a challenge and a need in one word. */
			const stood = new Set<string>();

			for (const { do: what, a, b, c } of moves) {
				const [need, other, challenge] = [told[a], told[b], challenges[c] ?? ''];
				if (!need || !other) continue;
				const before = await living(ids);
				if (what === 'join' && a !== b) await join(need, other);
				if (what === 'split') await split(need);
				if (what === 'take back') await withdraw(need);
				if (what === 'answer or take up again') await answerOrTakeUp(need);
				if (what === 'close or open again') await closeOrOpen(challenge);
				if (what === 'put' || what === 'take out') {
					const isBehind = what === 'put';
					const seen = { challenge, need: need.id, isBehind };
					const problem = await setNeed(city.db, seen, staff);
					const thread = before.get(need.id);
					for (const [id, root] of before) {
						if (!isBehind && !problem && root === thread) stood.delete(`${challenge} ${id}`);
					}
				}

				const now = await living(ids);
				const behind = await challengesBehindEach(city.db, ids);
				const lost = [...stood].filter((each) => {
					const [challenge = '', id = ''] = each.split(' ');
					return now.has(id) && !behind.get(id)?.includes(challenge);
				});
				expect(lost).toEqual([]);
				for (const [id, all] of behind) for (const one of all) stood.add(`${one} ${id}`);
				// nobody who took hers back stands behind anything
				expect([...behind.keys()].filter((id) => !now.has(id))).toEqual([]);
				// the other way round it is the same
				for (const challenge of challenges) {
					const shown = (await newestBehind(city.db, challenge)).map(({ id }) => id);
					const from = ids.filter((id) => behind.get(id)?.includes(challenge));
					expect(shown.toSorted()).toEqual(from.toSorted());
				}
				// and each person's own word of it too; a closed challenge is told where something was decided about it
				const open = new Map<string, boolean>();
				for (const each of challenges) open.set(each, await isOpen(each));
				const isTold = (each: string) => each === challenges[0] || open.get(each) === true;
				const became = await readBecameOf(
					city.db,
					ids.map((id) => ({ id, lang: 'es' }))
				);
				for (const id of ids) {
					const told = became.get(id) ?? [];
					const heard = told.map((each) => each.id);
					expect(heard.toSorted()).toEqual((behind.get(id) ?? []).filter(isTold).toSorted());
					for (const each of told) expect(each.isOpen).toBe(open.get(each.id));
					// with what is tried for it and decided about it, and for nothing else
					const tried = told.flatMap((each) => each.pilots.map(() => each.id));
					const isTried = heard.includes(challenges[0] ?? '');
					expect(tried).toEqual(isTried ? [challenges[0]] : []);
					expect(JSON.stringify(told).includes(pilot)).toBe(isTried);
					expect(JSON.stringify(told).includes(decision)).toBe(isTried);
				}
			}
		}),
		{ numRuns: 25, examples: [[goesOn]] }
	);
}, 120_000);
