/**
 * `npm run bench`: what the inbox costs at the server with 10,000, 100,000 and 1,000,000 needs, beside what the database
 * does at best. `PLAZA_BENCH_NEEDS=100000` chooses one size; `node tests/bench/inbox.ts` measures this alone.
 */
import { sql } from 'kysely';
import { readFilter } from '../../src/lib/domain/inbox-filter.ts';
import { facetParts } from '../../src/lib/domain/inbox-facets.ts';
import { countedTo } from '../../src/lib/domain/inbox.ts';
import type { Database } from '../../src/lib/server/database.ts';
import { needsBeside, readInbox, type InboxPage } from '../../src/lib/server/inbox.ts';
import { atEachSize } from './filled-city.ts';
import { benchTheme } from './needs.ts';

const rounds = 20;
/** So often a kind of list is asked at least: of twenty answers the slowest alone would be the p95. */
const leastAsked = 100;
const sizes = [10_000, 100_000, 1_000_000];

const pages: Record<string, string[]> = {
	'usual list': [''],
	'one filter': [
		...[
			'state=all',
			'state=answered',
			'topic=skills',
			'topic=other',
			'place=place-0',
			'place=place-23'
		],
		...['lang=es', 'lang=ar', 'channel=phone', 'channel=paper', 'has=voice', 'has=only-voice'],
		...['age=7', 'age=365', 'age=older', 'due=overdue', 'assignee=me', 'department=department-0'],
		...[
			`theme=${benchTheme(0)}`,
			`theme=${benchTheme(5)}`,
			'label=in-study',
			'lesson=module-0/lesson-0',
			'told=paper',
			'place=_',
			'department=_',
			'assignee=_',
			'has=photo',
			'state=all&age=90',
			'state=declined'
		]
	],
	'several filters': [
		...[
			'topic=skills&lang=ar',
			'topic=other&place=place-23&lang=nl',
			'channel=lab&has=photo&topic=device'
		],
		...[
			'state=all&channel=phone&lang=es&topic=skills',
			'state=all&age=365&place=place-3&has=voice'
		],
		...[
			'due=overdue&topic=skills&lang=es',
			'state=all&channel=paper&has=only-voice&place=place-22&lang=it'
		],
		...[
			'state=all&department=department-0&assignee=member-0&has=photo',
			'lesson=module-1/lesson-1&step=step-0',
			`theme=${benchTheme(0)}&topic=skills&lang=es`,
			`theme=${benchTheme(5)}&state=all&place=place-3`
		]
	],
	search: [
		...[
			'q=autobús',
			'q=biblioteca+cerrada',
			'q=الحافلة',
			'q=library',
			'q=bibliothèque',
			'q=voetpad',
			'q=marciapiede'
		],
		...[
			'q=câmara',
			'q=ajuntament',
			'q=calle&state=all',
			'q=the&state=all',
			'q=no+puedo&state=all',
			'q=qwertz'
		]
	],
	'misspelt search': [
		...[
			'q=atobuses',
			'q=bilioteca&state=all',
			'q=contaminacoin&state=all',
			'q=libary',
			'q=ayuntamieto+carta&state=all'
		]
	],
	'search and filters': [
		...[
			'q=calle&topic=safety&lang=es&state=all',
			'q=wifi&channel=lab',
			'q=teléfono&has=photo&place=place-3&state=all',
			`q=calle&theme=${benchTheme(5)}`
		]
	]
};

/** What a member of a department asks for, of one that has a fifth of all needs and of one that has few. */
const departmentPages = [
	...['', 'state=all', 'topic=skills', 'state=all&topic=skills&lang=es', 'due=overdue', 'age=30'],
	...['q=calle', 'state=answered&place=place-3&has=voice', `theme=${benchTheme(0)}`]
];
const departments = [
	['a:member-0', 'd:department-0'],
	['a:member-20', 'd:department-11']
];

/** Prints the figures for each size. */
export function benchInbox(): Promise<void> {
	return atEachSize(sizes, async (db, count, seconds) => {
		console.log(
			`\nThe inbox with ${count} needs (written in ${seconds} s); milliseconds at the server`
		);
		console.table(await measure(db));
	});
}

/**
 * `first` is the slowest of the answers to what was not asked before, when connections and caches are cold. `shown` is how
 * many needs there are behind all the numbers of a page, of each part a thousand and one at most: the mean of all questions.
 */
type Figures = { first: number; p50: number; p95: number; slowest: string; shown?: number };

async function measure(db: Database): Promise<Record<string, Figures>> {
	const { rows } = await sql<{
		id: string;
	}>`select id from needs order by due_at offset 5000 limit 1`.execute(db);
	const id = rows[0]?.id ?? '';
	const figures: Record<string, Figures> = {
		'floor: a need by its id': await timed({
			id: () => sql`select * from needs where id = ${id}`.execute(db)
		}),
		'floor: 1,000 entries of an index counted': await timed({
			count: () =>
				sql`select count(*) from (select 1 from needs where state in ('received', 'read', 'in work') order by due_at, id limit 1000) as few`.execute(
					db
				)
		})
	};
	const asked = (query: string, within?: string[]) => ({
		filter: readFilter(new URLSearchParams(query)),
		...{ self: 'member-3', now: new Date(), within }
	});
	const at = await anyLab(db);
	const queries = { ...pages, 'one filter': [...(pages['one filter'] ?? []), ...at] };
	for (const [name, each] of Object.entries(queries)) {
		figures[name] = await timed(
			Object.fromEntries(each.map((query) => [query, () => readInbox(db, asked(query))]))
		);
	}
	const ofDepartments = departments.flatMap((within) =>
		departmentPages.map((query): [string, () => Promise<InboxPage>] => [
			`${within.at(-1)}: ${query}`,
			() => readInbox(db, asked(query, within))
		])
	);
	figures["a department's lists"] = await timed(Object.fromEntries(ofDepartments));
	const far = Buffer.from(`${'2025-06-01T00:00:00.000000Z'} ${id}`).toString('base64url');
	figures['a page in the middle'] = await timed({
		all: () => readInbox(db, asked('state=all'), { after: far }),
		back: () => readInbox(db, asked('state=all&topic=skills'), { before: far })
	});
	figures['the needs beside one'] = await timed({
		usual: () => needsBeside(db, asked(''), id),
		filtered: () => needsBeside(db, asked('topic=other&place=place-23&lang=nl'), id)
	});
	return figures;
}

/** The lists of a lab and of a session in it. */
async function anyLab(db: Database): Promise<string[]> {
	const row = await db
		.selectFrom('held_sessions')
		.select(['id', 'lab'])
		.orderBy('id')
		.limit(1)
		.executeTakeFirst();
	return row ? [`lab=${row.lab}`, `session=${row.id}`] : [];
}

/** Each question so often, one after the other. */
async function timed(questions: Record<string, () => Promise<unknown>>): Promise<Figures> {
	const all: { name: string; time: number }[] = [];
	const shown: number[] = [];
	const asked = Object.entries(questions);
	const times = Math.max(rounds, Math.ceil(leastAsked / asked.length));
	for (let round = 0; round < times; round++) {
		for (const [name, ask] of asked) {
			const began = performance.now();
			const answer = await ask();
			all.push({ name, time: performance.now() - began });
			if (isPage(answer)) shown.push(shownOf(answer));
		}
	}
	const first = Math.max(...all.slice(0, asked.length).map(({ time }) => time));
	all.sort((a, b) => a.time - b.time);
	const at = (part: number) => all[Math.min(all.length - 1, Math.floor(all.length * part))];
	const [p50, p95] = [at(0.5)?.time ?? 0, at(0.95)?.time ?? 0];
	const slowest = Map.groupBy(all, ({ name }) => name);
	const medians = [...slowest].map(([name, list]) => ({
		name,
		time: list[Math.floor(list.length / 2)]?.time ?? 0
	}));
	const worst = medians.toSorted((a, b) => b.time - a.time)[0];
	return {
		first: round(first),
		p50: round(p50),
		p95: round(p95),
		slowest: worst ? `${worst.name} (${round(worst.time)})` : '',
		...(shown.length > 0 && { shown: Math.round(shown.reduce((a, b) => a + b) / shown.length) })
	};
}

function isPage(answer: unknown): answer is InboxPage {
	return typeof answer === 'object' && answer !== null && 'counts' in answer;
}

function shownOf({ counts }: InboxPage): number {
	const parts = [counts.age, counts.due, counts.theme, ...facetParts.map((part) => counts[part])];
	const many = [counts.total, counts.state.get('all'), ...parts.map((part) => part.get(''))];
	return many.reduce<number>((sum, each) => sum + Math.min(each ?? 0, countedTo + 1), 0);
}

function round(milliseconds: number): number {
	return Math.round(milliseconds * 10) / 10;
}

if (import.meta.main) await benchInbox();
