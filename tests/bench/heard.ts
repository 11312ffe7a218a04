/**
 * `npm run bench`: what the page of who is heard costs at 10,000, 100,000 and 1,000,000 needs, beside the floor: one need
 * read by its primary key, and a count by an index alone. PLAZA_BENCH_NEEDS is the largest size.
 */
import { sql } from 'kysely';
import { openDatabase, type Database } from '../../src/lib/server/database.ts';
import { countHeard } from '../../src/lib/server/heard-count.ts';
import { readHeard } from '../../src/lib/server/heard.ts';
import { migrate } from '../../src/lib/server/migrations/index.ts';
import { onServer } from '../integration/on-server.ts';

const sizes = [10_000, 100_000, 1_000_000];
const largest = Number(process.env['PLAZA_BENCH_NEEDS'] ?? 1_000_000);
const places = 73;
const rounds = 60;

/** Prints the figures, on a server of PostgreSQL at this URL, in a database of its own. */
export async function benchHeard(serverUrl: string): Promise<void> {
	const name = `plaza_bench_heard_${process.pid}`;
	await onServer(serverUrl, `create database ${name}`);
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	const db = openDatabase(url.href);
	try {
		await migrate(db);
		await makeCity(db);
		const figures: Record<string, object> = {};
		let there = 0;
		for (const size of sizes.filter((size) => size <= largest)) {
			await makeNeeds(db, there, size);
			there = size;
			figures[size.toLocaleString('en')] = await measure(db);
		}
		console.log('\nWho is heard, by the number of needs; milliseconds');
		console.table(figures);
	} finally {
		await db.destroy();
		await onServer(serverUrl, `drop database ${name} with (force)`);
	}
}

/** Without what only searching and the submissions themselves need: it is not read here, and would take an hour. */
async function makeCity(db: Database): Promise<void> {
	await sql`alter table needs drop constraint needs_id_fkey`.execute(db);
	await sql`drop index needs_found`.execute(db);
	await sql`
		insert into neighbourhoods (id, name, position, shape)
		select 'place-' || n, 'Place ' || n, n, json_build_object('type', 'Polygon', 'coordinates',
			json_build_array((select json_agg(json_build_array(
				2 + n % 9 * 0.01 + cos(corner * 0.157) * 0.004, 41 + n / 9 * 0.01 + sin(corner * 0.157) * 0.004))
				from generate_series(0, 40) as corner)))
		from generate_series(1, ${places}::int) as n`.execute(db);
}

/** Needs of four years. */
async function makeNeeds(db: Database, from: number, to: number): Promise<void> {
	await sql`
		insert into needs (id, received_at, changed_at, state, topic, lang, publish, words, plain, search, place, channel)
		select gen_random_uuid(), at, at,
			(array['received', 'read', 'in work', 'answered', 'declined', 'joined'])[1 + n % 6],
			(array['skills', 'connection', 'device', 'service', 'information', 'safety', 'access', 'other'])[1 + n % 8],
			(array['es', 'ca', 'ar', 'fr', 'it', 'pt', 'nl', 'en'])[1 + n % 8],
			false, '', '', '', 'place-' || (1 + n % ${places}::int),
			(array['phone', 'lab', 'paper', 'form'])[1 + n % 4]
		from (select n, now() - n * interval '1461 days' / ${to}::int as at
			from generate_series(${from}::int + 1, ${to}::int) as n) as made`.execute(db);
	await sql`delete from heard_counted`.execute(db);
	await sql`vacuum analyze needs`.execute(db);
}

async function measure(db: Database) {
	const now = new Date();
	const first = await timed(() => countHeard(db, now));
	await sql`
		update needs set changed_at = now() where id in (
			select id from needs tablesample system (1) limit 3)`.execute(db);
	const again = await timed(() => countHeard(db, now));
	const { rows } = await sql<{ id: string }>`select id from needs limit 1`.execute(db);
	const p95 = async (work: () => Promise<unknown>) => {
		const times: number[] = [];
		for (let round = 0; round < rounds; round++) times.push(await timed(work));
		return times.sort((a, b) => a - b)[Math.floor(rounds * 0.95)] ?? 0;
	};
	const page = (weeks: 13 | null) => p95(() => readHeard(db, { weeks }, now));
	const byKey = db
		.selectFrom('needs')
		.selectAll()
		.where('id', '=', rows[0]?.id ?? '');
	return {
		'first count': round(first),
		'count again after three changes': round(again),
		'page of 3 months, p95': round(await page(13)),
		'page of all the time, p95': round(await page(null)),
		'floor: one need by its key, p95': round(await p95(() => byKey.execute())),
		'floor: index-only count': round(
			await timed(() => sql`select count(*) from needs where state = 'read'`.execute(db))
		)
	};
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const began = performance.now();
	await work();
	return performance.now() - began;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
