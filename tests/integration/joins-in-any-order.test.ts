/** Joins, splits, answers and needs taken back in any order: each person is told what her thread was answered, once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { undoJoin } from '../../src/lib/server/joins.ts';
import {
	city,
	staff,
	type Told,
	tell,
	read,
	join,
	split,
	step,
	answer,
	withdraw,
	Phone,
	openJoins
} from './joined-needs.ts';

openJoins();

describe('whatever staff and citizens do', () => {
	const count = 6;
	const who = fc.nat({ max: count - 1 });
	const moves = fc.array(
		fc.oneof(
			{ weight: 5, arbitrary: fc.record({ do: fc.constant('join'), need: who, to: who }) },
			{ weight: 3, arbitrary: fc.record({ do: fc.constant('answer'), need: who }) },
			{ weight: 2, arbitrary: fc.record({ do: fc.constant('split'), need: who }) },
			{ weight: 2, arbitrary: fc.record({ do: fc.constant('undo'), need: who }) },
			{ weight: 1, arbitrary: fc.record({ do: fc.constant('reopen'), need: who }) },
			{ weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw'), need: who }) },
			{ weight: 3, arbitrary: fc.record({ do: fc.constant('ask'), need: who }) }
		),
		{ minLength: 4, maxLength: 25 }
	);

	test('no need loses its thread, and every person gets each answer exactly once', async () => {
		await fc.assert(
			fc.asyncProperty(moves, async (steps) => {
				const needs: Told[] = [];
				while (needs.length < count) needs.push(await tell());
				const phones = needs.map((need) => new Phone(need));
				/** What each has to read, and its thread: kept as simply as can be. */
				const heard = needs.map(() => new Set<string>());
				const leader: (number | null)[] = needs.map(() => null);
				const gone = new Set<number>();
				let made: { join: string; need: number; since: Set<string>; before: (number | null)[] }[] =
					[];
				let said = 0;
				const thread = (root: number) => needs.flatMap((_, n) => (rootOf(n) === root ? [n] : []));
				const rootOf = (n: number) => leader[n] ?? n;
				for (const move of steps) {
					const n = move.need;
					const need = needs[n] as Told;
					if (move.do === 'ask') await phones[n]?.ask();
					if (move.do === 'withdraw') {
						const members = thread(n).filter((each) => each !== n);
						await withdraw(need);
						gone.add(n);
						heard[n] = new Set();
						leader[n] = null;
						const [heir] = members;
						for (const each of members) leader[each] = each === heir ? null : (heir ?? null);
					}
					if (move.do === 'reopen') await step(need, 'in work');
					if (move.do === 'answer' && leader[n] === null) {
						const words = `Respuesta ${said++}`;
						if ((await answer(need, words)) === undefined) {
							for (const each of thread(n)) heard[each]?.add(words);
							for (const each of made) each.since.add(`${n} ${words}`);
						}
					}
					if (move.do === 'join' && 'to' in move) {
						const before = [...leader];
						const result = await join(need, needs[move.to] as Told);
						if ('join' in result) {
							const root = rootOf(move.to);
							for (const each of thread(n)) {
								leader[each] = root;
								for (const words of heard[root] ?? []) heard[each]?.add(words);
							}
							made.push({ join: result.join, need: n, since: new Set(), before });
						}
					}
					if (move.do === 'split' && (await split(need)) === undefined) leader[n] = null;
					if (move.do === 'undo') {
						const last = made.findLast((each) => each.need === n);
						if (!last) continue;
						made = made.filter((each) => each !== last);
						const root = rootOf(n);
						const result = await undoJoin(city.db, { join: last.join, staff });
						if ('problem' in result) continue;
						const live = await city.db
							.selectFrom('needs')
							.select('id')
							.where('joined_to', '=', need.id)
							.execute();
						const since = [...last.since].flatMap((each) => {
							const [at, ...words] = each.split(' ');
							return Number(at) === root || gone.has(Number(at)) ? [words.join(' ')] : [];
						});
						for (const each of [n, ...live.map(({ id }) => needs.findIndex((x) => x.id === id))]) {
							leader[each] = each === n ? null : n;
							const kept = since.filter((words) => heard[each]?.has(words));
							heard[each] = new Set(kept);
						}
					}
				}
				for (const [n, need] of needs.entries()) {
					const news = await phones[n]?.ask();
					expect(news?.words.toSorted()).toEqual([...(heard[n] ?? [])].sort());
					const row = await read(need.id);
					expect(row.joined_to).toBe(leader[n] === null ? null : needs[leader[n] as number]?.id);
					expect(row.state === 'joined').toBe(leader[n] !== null);
					// what a phone was told step by step is what it is told at once
					expect(await new Phone(need).ask()).toEqual(news);
				}
			}),
			{ numRuns: 15 }
		);
	}, 240_000);
});
