/** Every filter of the inbox gives what a plain reading of all needs gives, and every number beside it is true. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facetsOf, spanOf } from '../../src/lib/domain/inbox-facets.ts';
import {
	ages,
	channels,
	hasKinds,
	me,
	nobody,
	noPlace,
	readFilter,
	usualFilter,
	writeFilter,
	type InboxFilter
} from '../../src/lib/domain/inbox-filter.ts';
import { countedTo } from '../../src/lib/domain/inbox.ts';
import { cityStates, openStates } from '../../src/lib/domain/need-state.ts';
import { topics, type ToldHow } from '../../src/lib/domain/need.ts';
import { readInbox } from '../../src/lib/server/inbox.ts';
import { sumUpCounts } from '../../src/lib/server/need-counts.ts';
import { eraseNeeds } from '../../src/lib/server/needs.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { aNeed, newHome, newId } from './invented.ts';

const day = 24 * 60 * 60 * 1000;
const now = new Date('2026-06-01T12:00:00Z');
const self = 'ana';
const home = newHome();
let city: TestDatabase;

type Row = Awaited<ReturnType<typeof readAll>>[number];

/** Two themes, and which needs each holds. */
const [lifts, parks] = [newId(), newId()];
const themes = [lifts, parks];
const [oneLab, oneSession] = [newId(), newId()];
const held = new Map(themes.map((theme) => [theme, new Set<string>()]));

const values = {
	...{ topic: topics.slice(0, 3), place: [null, 'nord', 'sud'], lang: ['es', 'ar'] },
	...{ channel: channels, label: [null, 'in-work'], department: [null, 'parks'] },
	...{
		assignee: [null, self, 'bea'],
		lab: [null, oneLab],
		told: [null, 'group', 'paper'] as (ToldHow | null)[]
	},
	...{ session: [null, oneSession], lesson: [null, 'm/l', 'm/k'], step: ['s1', 's2'] }
} as const;

beforeAll(async () => {
	city = await openTestDatabase();
	// numbers are kept of sessions that were held
	const began = now.toISOString();
	await city.db
		.insertInto('held_sessions')
		.values({
			...{ id: oneSession, lab: oneLab, received_at: now, started_at: began, ends_at: began },
			...{ modules: [], languages: [] }
		})
		.execute();
	for (let index = 0; index < 160; index++) {
		const pick = <T>(list: readonly T[], step: number) => list[(index * step) % list.length] as T;
		const at = new Date(now.getTime() - ((index * 37) % 500) * day);
		const need = aNeed(index % 9 === 0 ? 'Una rampa rota' : `Palabras ${index}`, {
			lang: pick(values.lang, 7),
			body: { topic: pick(values.topic, 5), place: pick(values.place, 11) }
		});
		await receive({ db: city.db, ...home }, { v: 1, submissions: [need] }, at);
		const lesson: string | null = pick(values.lesson, 13);
		await city.db
			.updateTable('needs')
			.set({
				...{ state: pick(cityStates, 3), channel: pick(values.channel, 3) },
				...{ label: pick(values.label, 3), department: pick(values.department, 7) },
				...{ assignee: pick(values.assignee, 5), lab: pick(values.lab, 5) },
				...{
					told: pick<ToldHow | null>(values.told, 7),
					session: pick<string | null>(values.session, 3)
				},
				...{ lesson, step: lesson && pick(values.step, 3) },
				...{ has_voice: index % 4 === 0, has_photo: index % 5 === 0 },
				...(index % 8 === 0 && { words: ' ' }),
				// one in six was promised for a day, so the order is not that of arrival
				...(index % 6 === 0 && { due_at: new Date(at.getTime() + ((index * 17) % 90) * day) })
			})
			.where('id', '=', need.id)
			.execute();
	}
	await makeSearchable(city.db);
	for (const [at, id] of themes.entries()) {
		await city.db
			.insertInto('themes')
			.values({ id, name: `Theme ${at}`, rule: null, made_at: now })
			.execute();
	}
	for (const [index, { id: need, received_at }] of (await readAll()).entries()) {
		for (const [at, theme] of themes.entries()) {
			if (index % (at + 2) > 0) continue;
			// what a hand took out is in no theme
			const removed = index % 5 === 0;
			await city.db
				.insertInto('theme_needs')
				.values({ theme, need, received_at, by: 'hand', removed })
				.execute();
			if (!removed) held.get(theme)?.add(need);
		}
	}
});
afterAll(() => city.close());

async function readAll() {
	return city.db.selectFrom('needs').selectAll().orderBy('due_at').orderBy('id').execute();
}

/** Mostly not chosen: of a list that all parts were chosen of there is nothing left to be wrong. */
const maybe = <T>(list: readonly T[]) =>
	fc.oneof(
		{ weight: 5, arbitrary: fc.constant(null) },
		{ weight: 1, arbitrary: fc.constantFrom(...list) }
	);

const anyParts: fc.Arbitrary<InboxFilter> = fc.record({
	state: fc.constantFrom('open' as const, 'all' as const, ...cityStates),
	due: maybe(['overdue'] as const),
	topic: maybe(values.topic),
	place: maybe(['nord', 'sud', noPlace]),
	lang: maybe(values.lang),
	channel: maybe(channels),
	has: maybe(hasKinds),
	age: maybe(ages),
	label: maybe(['in-work']),
	department: maybe(['parks', nobody]),
	assignee: maybe([me, 'bea', nobody]),
	lab: maybe([oneLab]),
	session: maybe([oneSession]),
	lesson: maybe(['m/l', 'm/k']),
	step: maybe(values.step),
	told: maybe(['group', 'paper'] as const),
	theme: maybe(themes),
	q: fc.constantFrom('', '', '', 'rampas')
});

/** A step is chosen of a lesson only. */
const anyFilter = anyParts.map((filter) => (filter.lesson ? filter : { ...filter, step: null }));

/** Is a need in a list? As plain as it can be said, and by no SQL. */
function isIn(row: Row, filter: InboxFilter): boolean {
	const isOpen = openStates.some((open) => open === row.state);
	const span = filter.age ? spanOf(filter.age, now) : {};
	const has = {
		voice: row.has_voice,
		photo: row.has_photo,
		'only-voice': row.has_voice && row.words.trim() === ''
	};
	return (
		(filter.state === 'all' || filter.state === row.state || (filter.state === 'open' && isOpen)) &&
		(!filter.due || (isOpen && row.due_at !== null && row.due_at <= now)) &&
		(!filter.topic || row.topic === filter.topic) &&
		(!filter.place || (row.place ?? noPlace) === filter.place) &&
		(!filter.lang || row.lang === filter.lang) &&
		(!filter.channel || row.channel === filter.channel) &&
		(!filter.has || has[filter.has]) &&
		(!span.from || row.received_at >= span.from) &&
		(!span.before || row.received_at < span.before) &&
		(!filter.label || row.label === filter.label) &&
		(!filter.department || (row.department ?? nobody) === filter.department) &&
		(!filter.assignee ||
			(row.assignee ?? nobody) === (filter.assignee === me ? self : filter.assignee)) &&
		(!filter.lab || row.lab === filter.lab) &&
		(!filter.session || row.session === filter.session) &&
		(!filter.lesson || row.lesson === filter.lesson) &&
		(!filter.step || row.step === filter.step) &&
		(!filter.told || row.told === filter.told) &&
		(!filter.theme || held.get(filter.theme)?.has(row.id) === true) &&
		(!filter.q || row.words.includes('rampa'))
	);
}

const ask = (filter: InboxFilter, mark?: { after: string } | { before: string }) =>
	readInbox(city.db, { filter, self, now }, mark);

test('any filter gives its needs, the oldest promise first, page by page and back', async () => {
	const all = await readAll();
	await fc.assert(
		fc.asyncProperty(anyFilter, async (filter) => {
			const wanted = all.filter((row) => isIn(row, filter)).map(({ id }) => id);
			const seen: string[] = [];
			let page = await ask(filter);
			for (;;) {
				seen.push(...page.rows.map(({ id }) => id));
				if (!page.next) break;
				page = await ask(filter, { after: page.next });
			}
			expect(seen).toEqual(wanted);
			const back = page.rows.map(({ id }) => id);
			while (page.previous) {
				page = await ask(filter, { before: page.previous });
				back.unshift(...page.rows.map(({ id }) => id));
			}
			expect(back).toEqual(wanted);
		}),
		{ numRuns: 60 }
	);
});

test('every number beside a choice is how many needs that choice would give', async () => {
	const all = await readAll();
	await fc.assert(
		fc.asyncProperty(anyFilter, async (filter) => {
			const { counts } = await ask(filter);
			const truth = (changed: Partial<InboxFilter>) =>
				all.filter((row) => isIn(row, { ...filter, ...changed })).length;
			expect(counts.cut.size).toBe(0);
			expect([counts.total, counts.city]).toEqual([truth({}), all.length]);
			for (const state of ['open', 'all', ...cityStates] as const) {
				expect([state, counts.state.get(state) ?? 0]).toEqual([state, truth({ state })]);
			}
			for (const age of ages) expect(counts.age.get(age) ?? 0).toBe(truth({ age }));
			expect(counts.due.get('overdue') ?? 0).toBe(truth({ due: 'overdue' }));
			const choices: [keyof InboxFilter & keyof typeof counts, readonly string[]][] = [
				['topic', values.topic],
				['place', ['nord', 'sud', noPlace]],
				['lang', values.lang],
				['channel', channels],
				['has', hasKinds],
				['label', ['in-work']],
				['department', ['parks', nobody]],
				['assignee', [self, 'bea', nobody]],
				['lab', [oneLab]],
				['session', [oneSession]],
				['lesson', ['m/l', 'm/k']],
				['told', ['group', 'paper']],
				['theme', themes],
				['step', filter.lesson ? values.step : []]
			];
			for (const [part, of] of choices) {
				for (const choice of of) {
					const given = (counts[part] as Map<string, number>).get(choice) ?? 0;
					const step = part === 'lesson' ? { step: null } : {};
					expect([part, choice, given]).toEqual([
						part,
						choice,
						truth({ [part]: choice, ...step } as Partial<InboxFilter>)
					]);
				}
			}
		}),
		{ numRuns: 60 }
	);
});

test('a filter is all in its address, and what stands there means the same again', () => {
	fc.assert(
		fc.property(anyFilter, (filter) => {
			expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
		})
	);
	expect(writeFilter(usualFilter)).toBe('');
	expect(facetsOf(usualFilter, self).size).toBe(0);
});

test('after any work on needs the numbers that are kept are those of the needs', async () => {
	const truth = async () => {
		const { rows } = await sql<{ facet: string; state: string; many: number }>`
			select facet, state, count(*)::int as many from needs,
				unnest(facets || ('k:' || topic || '|' || coalesce(place, '_') || '|' || lang)) as facet
			where facet <> 'o' and facet not like 's:%' group by 1, 2 order by 1, 2`.execute(city.db);
		return rows;
	};
	const kept = async () => {
		const { rows } = await sql<{ facet: string; state: string; many: number }>`
			select facet, state, sum(many)::int as many from need_counts
			group by 1, 2 having sum(many) <> 0 order by 1, 2`.execute(city.db);
		return rows;
	};
	const rows = await readAll();
	for (const [at, { id }] of rows.entries()) {
		if (at % 3 === 0) {
			const change = [
				{ state: 'read' as const },
				{ topic: 'other' as const },
				{ place: 'sud' },
				{ department: 'water' }
			][at % 4];
			await city.db
				.updateTable('needs')
				.set(change ?? {})
				.where('id', '=', id)
				.execute();
		}
	}
	const taken = rows.slice(0, 10).map(({ id }) => id);
	await city.db.transaction().execute((trx) => eraseNeeds(trx, taken, now));
	expect(await kept()).toEqual(await truth());
	await Promise.all([
		sumUpCounts(city.db, 0),
		sumUpCounts(city.db, 0),
		city.db.updateTable('needs').set({ department: 'roads' }).where('topic', '=', 'other').execute()
	]);
	await sumUpCounts(city.db, 0);
	expect(await kept()).toEqual(await truth());
	const { count } = await city.db
		.selectFrom('need_counts')
		.select(sql<number>`count(*)::int`.as('count'))
		.executeTakeFirstOrThrow();
	expect(count).toBe((await truth()).length);
});

test('on which way a need came is known from how it was told', async () => {
	const tell = async (given: Parameters<typeof aNeed>[1], byForm = false) => {
		const need = aNeed('Otra', given);
		await receive({ db: city.db, ...home }, { v: 1, submissions: [need] }, now, null, byForm);
		return city.db
			.selectFrom('needs')
			.select(['channel', 'has_voice', 'has_photo', 'lab'])
			.where('id', '=', need.id)
			.executeTakeFirst();
	};
	const plain = { has_voice: false, has_photo: false, lab: null };
	expect(await tell({})).toEqual({ ...plain, channel: 'phone' });
	expect(await tell({}, true)).toEqual({ ...plain, channel: 'form' });
	const there = { lab: newId(), session: newId() };
	expect(await tell(there)).toEqual({ ...plain, channel: 'lab', lab: there.lab });
	expect(await tell({ ...there, body: { told: { how: 'paper' } } })).toEqual({
		...plain,
		...{ channel: 'paper', lab: there.lab }
	});
	const voice = { sha256: 'A'.repeat(43), size: 10, type: 'audio/mp4', role: 'voice' } as const;
	expect(await tell({ media: [voice] })).toEqual({ ...plain, channel: 'phone', has_voice: true });
});

test('a need is kept also where all that it can be found by is as long as a phone may send it', async () => {
	// signs of three bytes each that nothing makes shorter
	const random = crypto.getRandomValues(new Uint16Array(400));
	const signs = [...random].map((each) => String.fromCodePoint(0x4e00 + (each % 20_000)));
	const long = (length: number) => signs.splice(0, length).join('');
	const from = { lesson: long(120), step: long(120) };
	const need = aNeed('Todo es largo', { lab: long(80), session: long(80), body: { from } });
	const { results } = await receive({ db: city.db, ...home }, { v: 1, submissions: [need] }, now);
	expect(results).toMatchObject([{ id: need.id, result: 'accepted' }]);
});

test('a word that was said in one need alone is forgotten with it', async () => {
	const isKnown = async (word: string) =>
		(await city.db.selectFrom('need_words').where('word', '=', word).selectAll().execute()).length;
	const needs = [aNeed('Hortensia espera el ascensor'), aNeed('Otro ascensor roto')];
	await receive({ db: city.db, ...home }, { v: 1, submissions: needs }, now);
	await makeSearchable(city.db);
	expect([await isKnown('hortensia'), await isKnown('ascensor')]).toEqual([1, 1]);
	await city.db.transaction().execute((trx) => eraseNeeds(trx, [needs[0]?.id ?? ''], now));
	expect([await isKnown('hortensia'), await isKnown('ascensor')]).toEqual([0, 1]);
});

test('of a long list that nobody keeps a number of, at least so many are said, and never more than there are', async () => {
	const many = countedTo + 300;
	await sql`
		with told as (
			insert into submissions (id, sha256, kind, lang, made_at, received_at, receipt)
			select gen_random_uuid(), 'x', 'need', 'fr', '', ${now}::timestamptz, '{}' from generate_series(1, ${many}::int)
			returning id
		)
		insert into needs (id, received_at, changed_at, state, topic, lang, publish, words, plain, search, has_photo)
		select id, ${now}, ${now}, 'received', 'safety', 'fr', false, 'Lumière', 'lumiere',
			to_tsvector('french', 'Lumière'), true from told`.execute(city.db);
	const kept = await ask({ ...usualFilter, topic: 'safety', lang: 'fr' });
	expect([kept.counts.total, kept.counts.cut.has('total')]).toEqual([many, false]);
	await sql`
		insert into theme_needs (theme, need, received_at, by)
		select ${lifts}, id, received_at, 'rule' from needs where lang = 'fr'
		on conflict do nothing`.execute(city.db);
	for (const more of [{ has: 'photo' as const }, { q: 'lumière' }, { theme: lifts }]) {
		const { counts, rows } = await ask({ ...usualFilter, lang: 'fr', ...more });
		expect(rows).toHaveLength(50);
		expect(counts.theme.get(lifts)).toBeGreaterThan(countedTo);
		expect(counts.cut.has('total')).toBe(true);
		expect(counts.total).toBeGreaterThan(countedTo);
		expect(counts.topic.get('safety')).toBeGreaterThan(0);
		expect(counts.topic.get('safety')).toBeLessThanOrEqual(many);
	}
});
