// A city with needs of every kind for the inbox, every filter that it can have, and the plain truth of what each gives.
import fc from 'fast-check';
import { afterAll, beforeAll } from 'vitest';
import { spanOf } from '../../src/lib/domain/inbox-facets.ts';
import {
	ages,
	channels,
	hasKinds,
	me,
	nobody,
	noPlace,
	type InboxFilter
} from '../../src/lib/domain/inbox-filter.ts';
import { cityStates, openStates } from '../../src/lib/domain/need-state.ts';
import { topics, type ToldHow } from '../../src/lib/domain/need.ts';
import { readInbox } from '../../src/lib/server/inbox.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { aNeed, newHome, newId } from './invented.ts';

const day = 24 * 60 * 60 * 1000;
export const now = new Date('2026-06-01T12:00:00Z');
export const self = 'ana';
export const home = newHome();
export let city: TestDatabase;

type Row = Awaited<ReturnType<typeof readAll>>[number];

/** Two themes, and which needs each holds. */
export const [lifts, parks] = [newId(), newId()];
export const themes = [lifts, parks];
export const [oneLab, oneSession] = [newId(), newId()];
const held = new Map(themes.map((theme) => [theme, new Set<string>()]));

export const values = {
	...{ topic: topics.slice(0, 3), place: [null, 'nord', 'sud'], lang: ['es', 'ar'] },
	...{ channel: channels, label: [null, 'in-work'], department: [null, 'parks'] },
	...{
		assignee: [null, self, 'bea'],
		lab: [null, oneLab],
		told: [null, 'group', 'paper'] as (ToldHow | null)[]
	},
	...{ session: [null, oneSession], lesson: [null, 'm/l', 'm/k'], step: ['s1', 's2'] }
} as const;

/** Before the tests of a file the city opens with all of them; it closes after them. */
export function openInbox(): void {
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
}

export async function readAll() {
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
	label: maybe(['in-work', 'received']),
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
export const anyFilter = anyParts.map((filter) =>
	filter.lesson ? filter : { ...filter, step: null }
);

/** Is a need in a list? As plain as it can be said, and by no SQL. */
export function isIn(row: Row, filter: InboxFilter): boolean {
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
		// what nobody labelled is called as its state
		(!filter.label || (row.label ?? row.state.replace(' ', '-')) === filter.label) &&
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

/** Who may see all needs, or those that she or her department has. */
export const anyReach = fc.constantFrom<string[] | undefined>(
	undefined,
	undefined,
	[`a:${self}`, 'd:parks'],
	['a:bea']
);

export function isReached(row: Row, within: string[] | undefined): boolean {
	return (
		within?.some((facet) => [`a:${row.assignee}`, `d:${row.department}`].includes(facet)) ?? true
	);
}

export const ask = (
	filter: InboxFilter,
	mark?: { after: string } | { before: string },
	within?: string[]
) => readInbox(city.db, { filter, self, now, within }, mark);
