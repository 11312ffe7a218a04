/** Needs that are joined: each person gets each answer once, whatever staff and citizens do with the joins. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { undoJoin } from '../../src/lib/server/joins.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, newSecrets } from './invented.ts';
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
	failure,
	openJoins
} from './joined-needs.ts';

openJoins();

describe('a need that is joined', () => {
	test('stands where its root stands, and its person gets the answer once, at her next connection', async () => {
		const [one, other] = [await tell(), await tell()];
		const phone = new Phone(other);
		await phone.ask();
		expect(await join(other, one)).toMatchObject({ root: one.id });
		expect(await phone.ask()).toEqual({ state: 'received', words: [] });
		await answer(one, 'La rampa llega en mayo.');
		expect(await phone.ask()).toEqual({ state: 'answered', words: ['La rampa llega en mayo.'] });
		expect(phone.news?.messages).toHaveLength(1);
		expect(await read(other.id)).toMatchObject({ state: 'joined', joined_to: one.id });
	});

	test('is told what its root was told before', async () => {
		const [one, other] = [await tell(), await tell()];
		await answer(one, 'La rampa llega en mayo.');
		await join(other, one);
		expect(await new Phone(other).ask()).toEqual({
			state: 'answered',
			words: ['La rampa llega en mayo.']
		});
	});

	test('never shows the words of one person to another', async () => {
		const one = await tell('Soy Hortensia y no puedo subir');
		const other = await tell('No puedo entrar con la silla');
		await join(other, one);
		await answer(one, 'La rampa llega en mayo.');
		const heard = JSON.stringify([await new Phone(other).ask(), await new Phone(one).ask()]);
		expect(heard).not.toMatch(/Hortensia|silla/);
	});

	test('gets an answer that is sealed with its own key where it has one', async () => {
		const [one, secrets] = [await tell(), newSecrets()];
		const need = aNeed('Dicho en un teléfono que otros usan', { secrets, replyKey: secrets.reply });
		await receive(city, { v: 1, submissions: [need] }, new Date());
		const other = { id: need.id, secrets };
		await join(other, one);
		await answer(one, 'La rampa llega en mayo.');
		const phone = new Phone(other);
		expect(await phone.ask()).toEqual({ state: 'answered', words: [] });
		expect(phone.news?.sealed).toBeDefined();
		expect(JSON.stringify(phone.news)).not.toContain('rampa');
	});

	test('takes its own members along, so that there is never a chain', async () => {
		const [a, b, c, d] = [await tell(), await tell(), await tell(), await tell()];
		await join(c, b);
		await join(b, a);
		// d is joined to a member: to its root then
		expect(await join(d, c)).toMatchObject({ root: a.id });
		for (const need of [b, c, d]) expect((await read(need.id)).joined_to).toBe(a.id);
		await answer(a, 'La rampa llega en mayo.');
		for (const need of [a, b, c, d]) {
			expect((await new Phone(need).ask()).words).toEqual(['La rampa llega en mayo.']);
		}
	});

	test('stands in the history of both, and in the log without words', async () => {
		const [one, other] = [await tell('Aquí falta luz'), await tell('Aquí falta luz ya')];
		await join(other, one);
		await split(other);
		const events = await city.db
			.selectFrom('need_events')
			.select(['from_state', 'to_state', 'staff'])
			.where('need', '=', other.id)
			.orderBy('at')
			.execute();
		expect(events).toEqual([
			{ from_state: 'received', to_state: 'joined', staff },
			{ from_state: 'joined', to_state: 'received', staff }
		]);
		const joins = await city.db
			.selectFrom('joins')
			.select(['need', 'root', 'how_ended'])
			.where('root', '=', one.id)
			.execute();
		expect(joins).toEqual([{ need: other.id, root: one.id, how_ended: 'split' }]);
		const log = await city.db
			.selectFrom('activity')
			.select(['action', 'detail'])
			.where('subject', '=', `need:${other.id}`)
			.execute();
		expect(log.map(({ action }) => action)).toEqual(['need.joined', 'need.split']);
		expect(JSON.stringify(log)).not.toContain('luz');
	});
});

describe('a join that was a mistake', () => {
	test('is undone as if it had not been, with those that came along', async () => {
		const [a, b, c] = [await tell(), await tell(), await tell()];
		await step(b, 'in work');
		await join(c, b);
		await answer(a, 'Esto no era para ella.');
		const made = await join(b, a);
		if (!('join' in made)) throw new Error(made.problem);
		expect(await undoJoin(city.db, { join: made.join, staff })).toEqual({ need: b.id });
		expect(await read(b.id)).toMatchObject({ state: 'in work', joined_to: null });
		expect(await read(c.id)).toMatchObject({ state: 'joined', joined_to: b.id });
		expect(await new Phone(b).ask()).toEqual({ state: 'in work', words: [] });
		expect(await new Phone(c).ask()).toEqual({ state: 'in work', words: [] });
		expect(await undoJoin(city.db, { join: made.join, staff })).toEqual(failure('changed'));
	});

	test('can be split later too; what the person was answered stays hers', async () => {
		const [one, other] = [await tell(), await tell()];
		await join(other, one);
		await answer(one, 'La rampa llega en mayo.');
		expect(await split(other)).toBeUndefined();
		await answer(one, 'Ya está.');
		expect(await new Phone(other).ask()).toEqual({
			state: 'answered',
			words: ['La rampa llega en mayo.']
		});
		expect(await split(other)).toEqual(failure('changed'));
	});
});

describe('when the need that leads is taken back', () => {
	test('the oldest of the others leads, with the state and the people who work on it; hers are gone', async () => {
		const [one, second, third] = [await tell('Soy Hortensia'), await tell(), await tell()];
		await city.db
			.updateTable('needs')
			.set({ department: 'obras', promised_on: '2026-12-01' })
			.where('id', '=', one.id)
			.execute();
		await step(one, 'in work');
		await join(third, one);
		await join(second, one);
		await answer(one, 'La rampa llega en mayo.');
		const phone = new Phone(third);
		await phone.ask();
		await withdraw(one);
		expect(await read(second.id)).toMatchObject({
			...{ state: 'answered', joined_to: null },
			...{ department: 'obras', promised_on: '2026-12-01' }
		});
		expect((await read(third.id)).joined_to).toBe(second.id);
		expect(await new Phone(one).ask()).toEqual({ state: 'withdrawn', words: [] });
		await answer(second, 'Ya está.');
		const both = { state: 'answered', words: ['La rampa llega en mayo.', 'Ya está.'] };
		expect(await phone.ask()).toEqual(both);
		expect(await new Phone(second).ask()).toEqual(both);
	});

	test('whoever has left the thread keeps its answer', async () => {
		const [one, other] = [await tell(), await tell()];
		await join(other, one);
		await answer(one, 'La rampa llega en mayo.');
		await split(other);
		await withdraw(one);
		expect((await new Phone(other).ask()).words).toEqual(['La rampa llega en mayo.']);
	});
});

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
