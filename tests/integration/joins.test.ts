import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mostJoined } from '../../src/lib/domain/join.ts';
import type { NeedState } from '../../src/lib/domain/need.ts';
import { isNeedNews, type News } from '../../src/lib/domain/sync.ts';
import { joinNeeds, splitNeed, undoJoin } from '../../src/lib/server/joins.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { readSimilar } from '../../src/lib/server/similar.ts';
import { aNeed, aWithdrawal, newId, newSecrets } from './invented.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let staff: string;

beforeAll(async () => {
	city = await openStaffCity();
	staff = (await city.addMember('ana@city.example')).id;
});
afterAll(() => city.close());

type Told = { id: string; secrets: ReturnType<typeof newSecrets> };

let clock = Date.now();

/** Each is received a moment after the one before. */
async function tell(words = 'Falta una rampa en la biblioteca'): Promise<Told> {
	const secrets = newSecrets();
	const need = aNeed(words, { secrets });
	await receive(city, { v: 1, submissions: [need] }, new Date(clock++));
	return { id: need.id, secrets };
}

const read = (id: string) =>
	city.db.selectFrom('needs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

async function join(need: Told, to: Told) {
	const seen = (await read(need.id)).changed_at;
	return joinNeeds(city.db, { need: need.id, to: to.id, staff, seen });
}

async function split(need: Told) {
	return splitNeed(city.db, { need: need.id, staff, seen: (await read(need.id)).changed_at });
}

async function step(need: Told, to: NeedState, words?: string) {
	const reply = words === undefined ? {} : { reply: { words, lang: 'es' } };
	const seen = (await read(need.id)).changed_at;
	return takeStep(city.db, { need: need.id, to, staff, seen, ...reply });
}

const answer = (need: Told, words: string) => step(need, 'answered', words);
const withdraw = (need: Told) =>
	receive(city, { v: 1, submissions: [aWithdrawal(need.secrets)] }, new Date());

/** A phone that asks as phones do: only for what is new since it asked last, and keeps the newest word of each need. */
class Phone {
	news: News | undefined;
	since: string | undefined;
	readonly need: Told;
	constructor(need: Told) {
		this.need = need;
	}
	async ask() {
		const { since } = this;
		const request = { v: 1 as const, submissions: [], watch: [this.need.secrets.watch] };
		const answer = await receive(city, { ...request, ...(since && { since }) }, new Date());
		this.since = answer.cursor;
		const [news] = answer.replies.filter(isNeedNews);
		this.news = news ?? this.news;
		return {
			state: this.news?.state,
			words: this.news?.messages.map(({ words }) => words) ?? []
		};
	}
}

const failure = (problem: string) => expect.objectContaining({ problem });

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

describe('what cannot be joined', () => {
	const to = async (state: NeedState) => {
		const need = await tell();
		await step(need, state, 'Dicho antes.');
		return need;
	};
	test('a need that was answered, or to whose person something was said; it can lead', async () => {
		const one = await tell();
		const answered = await to('answered');
		expect(await join(answered, one)).toEqual({ problem: 'state', state: 'answered' });
		await step(answered, 'in work');
		expect(await join(answered, one)).toEqual({ problem: 'heard' });
		expect(await join(one, answered)).toMatchObject({ root: answered.id });
	});

	test('a need that was taken back, neither to another one nor another one to it', async () => {
		const [one, gone] = [await tell(), await tell()];
		await withdraw(gone);
		expect(await join(gone, one)).toEqual({ problem: 'state', state: 'withdrawn' });
		expect(await join(one, gone)).toEqual({ problem: 'to-state', state: 'withdrawn' });
	});

	test('a need to itself, to its own member, to one that there is not', async () => {
		const [one, other] = [await tell(), await tell()];
		expect(await join(one, one)).toEqual({ problem: 'same' });
		await join(other, one);
		expect(await join(one, other)).toEqual({ problem: 'same' });
		expect(await join(other, one)).toEqual({ problem: 'same' });
		expect(await join(one, { ...one, id: newId() })).toEqual({ problem: 'unknown' });
	});

	test('a need that a colleague has changed meanwhile; of ten joins at once one is made', async () => {
		const [one, other] = [await tell(), await tell()];
		const seen = (await read(other.id)).changed_at;
		await step(other, 'read');
		const late = await joinNeeds(city.db, { need: other.id, to: one.id, staff, seen });
		expect(late).toEqual({ problem: 'changed', state: 'read' });
		const now = (await read(other.id)).changed_at;
		const all = await Promise.all(
			Array.from({ length: 10 }, () =>
				joinNeeds(city.db, { need: other.id, to: one.id, staff, seen: now })
			)
		);
		expect(all.filter((each) => 'join' in each)).toHaveLength(1);
	});

	test('two needs each to the other at the same time: one of them leads', async () => {
		const [one, other] = [await tell(), await tell()];
		const both = await Promise.all([join(one, other), join(other, one)]);
		expect(both.filter((each) => 'join' in each)).toHaveLength(1);
	});

	test(`more than ${mostJoined} to one`, async () => {
		const [one, two] = [await tell(), await tell()];
		const needs = Array.from({ length: mostJoined }, () => aNeed('Lo mismo'));
		for (let at = 0; at < mostJoined; at += 500) {
			await receive(city, { v: 1, submissions: needs.slice(at, at + 500) }, new Date());
		}
		await city.db
			.updateTable('needs')
			.set({ state: 'joined', joined_to: one.id })
			.where(
				'id',
				'in',
				needs.map(({ id }) => id)
			)
			.execute();
		expect(await join(two, one)).toEqual({ problem: 'full' });
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

describe('the page of two needs', () => {
	test('is only for whoever may join; it shows both, joins, undoes and splits by plain forms', async () => {
		const [one, other] = [await tell(), await tell()];
		await city.addMember('lea@city.example', 'reader');
		const reader = openBrowser();
		await reader.signIn('lea@city.example', password);
		const page = `/staff/needs/${other.id}/join`;
		expect((await reader.open(page)).location).toBe('/staff/refused');
		expect((await reader.post(`${page}?/join`)).location).toBe('/staff/refused');
		expect((await reader.open(`/staff/needs/${other.id}`)).data.alike).toBeNull();
		const browser = openBrowser();
		await browser.signIn('ana@city.example', password);
		const { number } = await read(one.id);
		const { data } = await browser.open(`${page}?number=%23${number}`);
		expect(data.other).toMatchObject({ id: one.id, words: 'Falta una rampa en la biblioteca' });
		const form = {
			...{ other: one.id, lead: one.id },
			...{ seen: String(data.need.seen), 'seen-other': String(data.other.seen) }
		};
		const done = await browser.post(`${page}?/join`, form);
		expect(done.location).toBe(`/staff/needs/${other.id}?thread=joined#thread`);
		expect((await browser.post(`${page}?/join`, form)).data.refusal.problem).toBe('changed');
		const { thread } = (await browser.open(`/staff/needs/${other.id}`)).data.alike;
		expect(thread.root.id).toBe(one.id);
		const undone = await browser.post(`${page}?/undo`, { join: thread.undo });
		expect(undone.location).toBe(`/staff/needs/${other.id}?thread=undone#thread`);
		expect((await read(other.id)).joined_to).toBeNull();
		// whoever goes through a list of hers stays in it
		const list = `list=${encodeURIComponent('state=all&topic=access')}`;
		const inList = (await browser.open(`${page}?with=${one.id}&${list}`)).data;
		expect(inList.list).toBe(list);
		const seen = { seen: String(inList.need.seen), 'seen-other': String(inList.other.seen) };
		const steps: [string, string, Record<string, string>][] = [
			['join', 'joined', { other: one.id, lead: one.id, ...seen }],
			['undo', 'undone', {}],
			['join', 'joined', { other: one.id, lead: one.id }],
			['split', 'split', {}]
		];
		for (const [act, told, fields] of steps) {
			const { need, alike } = (await browser.open(`/staff/needs/${other.id}?${list}`)).data;
			const { location } = await browser.post(`${page}?/${act}&${list}`, {
				...{ seen: String(need.changedAt.getTime()), join: alike.thread.undo ?? '' },
				...fields
			});
			expect(location).toBe(`/staff/needs/${other.id}?${list}&thread=${told}#thread`);
		}
		for (const bad of ['', 'x', '0', '99999999999999999999']) {
			expect((await browser.open(`${page}?number=${bad}`)).data.other).toBeUndefined();
		}
		expect((await browser.post(`${page}?/undo`, { join: 'x' })).status).toBe(404);
	});
});

describe('needs that look alike', () => {
	test('are suggested, the likest first; other wishes, other languages and the own thread are not', async () => {
		const words = 'El ascensor de la biblioteca de la plaza Mayor no funciona desde marzo';
		const need = await tell(words);
		const same = await tell(`${words}, por favor`);
		const near = await tell('No funciona el ascensor de la biblioteca de la plaza Mayor');
		await tell('Quiero aprender a pedir cita médica por internet');
		const secrets = newSecrets();
		const foreign = aNeed(words, { secrets, lang: 'pt' });
		await receive(city, { v: 1, submissions: [foreign] }, new Date());
		while (await makeSearchable(city.db));
		const ids = async () => (await readSimilar(city.db, need.id)).map(({ id }) => id);
		expect(await ids()).toEqual([same.id, near.id]);
		await join(same, near);
		// the likest is joined: its root stands for it
		expect(await ids()).toEqual([near.id]);
		await join(need, near);
		expect(await ids()).toEqual([]);
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
