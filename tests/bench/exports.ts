/**
 * `npm run bench`: what a file of all needs costs in time, bytes and memory, in each format, for a reader who takes it as
 * fast as it comes; and the floor under it, the same rows copied out of the database. `PLAZA_BENCH_NEEDS=100000` chooses
 * one size; `node tests/bench/exports.ts` measures this alone.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pg from 'pg';
import { exportFormats } from '../../src/lib/domain/export.ts';
import type { Database } from '../../src/lib/server/database.ts';
import { askExport, openExport } from '../../src/lib/server/exports.ts';
import { needColumns } from '../../src/lib/server/exports/needs.ts';
import { addStaff } from '../../src/lib/server/staff.ts';
import { atEachSize } from './filled-city.ts';

const sizes = [10_000, 100_000, 1_000_000];
const megabyte = 1024 * 1024;
/** Columns of the file that the table has under no name of its own. */
const notInTable: readonly string[] = ['place_name', 'consent_version'];

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Prints the figures for each size. */
export function benchExports(): Promise<void> {
	return atEachSize(sizes, async (db, count, _, url) => {
		const member = {
			name: 'Bench',
			email: 'bench@city.example',
			role: 'admin',
			lang: 'en'
		} as const;
		const staff = await db
			.transaction()
			.execute((trx) => addStaff(trx, member, 'a password that nobody types'));
		if (!staff) throw new Error('nobody was added');
		const figures: Record<string, object> = { 'copied bare': await copyBare(url) };
		for (const format of exportFormats) figures[format] = await measure(db, staff.id, format);
		console.log(`\nAll of ${count} needs as a file; MB of memory beyond what was held before it`);
		console.table(figures);
	});
}

/** Memory is what is in use after a collection, looked at each time that another twentieth has come. */
async function measure(db: Database, staff: string, format: (typeof exportFormats)[number]) {
	const now = new Date();
	const asked = { kind: 'needs', format, reason: 'to measure', filter: 'state=all' } as const;
	const file = await openExport(db, staff, await askExport(db, staff, asked, now), now);
	if (!file) throw new Error('there is no such file');
	collect();
	const before = inUse();
	const begun = performance.now();
	let [bytes, pieces, most, looking] = [0, 0, 0, 0];
	for await (const piece of file.pieces) {
		bytes += Buffer.byteLength(piece);
		if (++pieces % 25 !== 1) continue;
		const at = performance.now();
		collect();
		most = Math.max(most, inUse() - before);
		looking += performance.now() - at;
	}
	return {
		seconds: inHundredths((performance.now() - begun - looking) / 1000),
		MB: inHundredths(bytes / megabyte),
		'MB of memory': inHundredths(most / megabyte)
	};
}

/** The floor: what the needs' own columns of such a file take to come out of the database, in its own form, and nothing else. */
async function copyBare(url: string) {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	let bytes = 0;
	// no name for this in the types: it is what each piece of a copy arrives as
	const arriving = client as unknown as { connection: NodeJS.EventEmitter };
	arriving.connection.on('copyData', ({ chunk }: { chunk: Buffer }) => (bytes += chunk.length));
	const columns = needColumns.filter((name) => !notInTable.includes(name));
	const begun = performance.now();
	await client.query(
		`copy (select ${columns.join(', ')} from needs order by received_at, id) to stdout`
	);
	const seconds = (performance.now() - begun) / 1000;
	await client.end();
	return { seconds: inHundredths(seconds), MB: inHundredths(bytes / megabyte) };
}

function inHundredths(number: number): number {
	return Math.round(number * 100) / 100;
}

function inUse(): number {
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

if (import.meta.main) await benchExports();
