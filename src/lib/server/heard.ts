/** Who is heard, as the page and its file show it. */
import { sql } from 'kysely';
import {
	fixedKeys,
	heardParts,
	heardRows,
	heardWeeks,
	weeksUpTo,
	type HeardFilter,
	type HeardPart,
	type HeardWeek
} from '../domain/heard.ts';
import { drawMap, type DrawnMap, type MapShape } from '../domain/border-map.ts';
import { ratedRows, type RatedRow } from '../domain/heard-rates.ts';
import { shownCount } from '../domain/small-numbers.ts';
import { numberedParts, readCityNumbers, type NumberedPart } from './city-numbers.ts';
import type { Database } from './database.ts';
import { heardCounted } from './heard-count.ts';
import { readSettings } from './settings.ts';

/** A row with what it is called, where the city names it itself. */
export interface NamedRow extends RatedRow {
	/** null for what has its name in the words of the page. */
	name: string | null;
}

export interface Heard {
	/** When it was counted; null where it never was. */
	counted: Date | null;
	/** How many needs came, as far as it may be shown. */
	total: number | null;
	weeks: HeardWeek[];
	parts: Record<HeardPart, NamedRow[]>;
	/** Has the city said how many people there are? */
	hasNumbers: Record<NumberedPart, boolean>;
	/** Of the neighbourhoods, where the city has given their borders. */
	map: DrawnMap | undefined;
}

/** Everything that is shown of a period. Costs what the weeks cost, not the needs. */
export async function readHeard(db: Database, filter: HeardFilter, now: Date): Promise<Heard> {
	const weeks = weeksUpTo(now, filter);
	const since = filter.weeks === null ? undefined : weeks[0];
	const [sums, times, places, labs, counted, { asks }, ...numbers] = await Promise.all([
		readSums(db, since),
		readTimes(db, weeks[0] ?? ''),
		db
			.selectFrom('neighbourhoods')
			.select(['id as key', 'name', 'shape'])
			.where('retired', '=', false)
			.orderBy('position')
			.orderBy('id')
			.execute(),
		db.selectFrom('labs').select(['id as key', 'name']).orderBy('name').orderBy('id').execute(),
		heardCounted(db),
		readSettings(db),
		...numberedParts.map((part) => readCityNumbers(db, part))
	]);
	const own = { place: places, lab: labs };
	const people = new Map<HeardPart, Map<string, number>>(
		numberedParts.map((part, index) => [part, numbers[index] ?? new Map()])
	);
	// what the city asks no longer is shown where it was said
	const isAsked = (part: HeardPart) =>
		(part !== 'age' && part !== 'gender') || asks.includes(part) || sums.has(part);
	const rowsOf = (part: HeardPart): NamedRow[] => {
		const named = part === 'place' || part === 'lab' ? own[part] : undefined;
		if (!isAsked(part)) return [];
		const keys = named?.map(({ key }) => key) ?? fixedKeys[part as keyof typeof fixedKeys];
		const names = new Map(named?.map(({ key, name }) => [key, name]));
		const rows = heardRows(keys, sums.get(part) ?? new Map());
		return ratedRows(rows, people.get(part) ?? new Map()).map((row) => ({
			...row,
			name: names.get(row.key) ?? null
		}));
	};
	return {
		counted,
		total: shownCount(sums.get('all')?.get('') ?? 0),
		weeks: heardWeeks(weeks, times.get('all') ?? new Map(), times.get('answered') ?? new Map()),
		parts: Object.fromEntries(heardParts.map((part) => [part, rowsOf(part)])) as Heard['parts'],
		hasNumbers: Object.fromEntries(
			numberedParts.map((part) => [part, (people.get(part)?.size ?? 0) > 0])
		) as Heard['hasNumbers'],
		map: drawMap(places.map(({ key, shape }) => ({ key, shape: areaOf(shape) })))
	};
}

/** A list of before may have points as shapes. */
function areaOf(shape: unknown): MapShape | null {
	const { type } = (shape ?? {}) as { type?: string };
	return type === 'Polygon' || type === 'MultiPolygon' ? (shape as MapShape) : null;
}

type Counts = Map<string, Map<string, number>>;

async function readSums(db: Database, since: string | undefined): Promise<Counts> {
	const { rows } = await sql<Row>`
		select part, key, sum(needs)::int as needs from heard_counts
		where part <> 'answered' and ${since ? sql`week >= ${since}::date` : sql`true`}
		group by part, key`.execute(db);
	return byPart(rows);
}

async function readTimes(db: Database, since: string): Promise<Counts> {
	const { rows } = await sql<Row>`
		select part, week::text as key, needs from heard_counts
		where part in ('all', 'answered') and week >= ${since}::date`.execute(db);
	return byPart(rows);
}

type Row = { part: string; key: string; needs: number };

function byPart(rows: Row[]): Counts {
	const counts: Counts = new Map();
	for (const { part, key, needs } of rows) {
		counts.set(part, (counts.get(part) ?? new Map()).set(key, needs));
	}
	return counts;
}
