/**
 * `npm run bench`: what suggestions to join and the page of a theme cost at the server, beside one read by primary key;
 * and how long suggestions of themes take. `PLAZA_BENCH_NEEDS=100000` chooses one size; `node tests/bench/similar.ts`
 * measures this alone.
 */
import { sql } from 'kysely';
import { suggestThemes } from '../../src/lib/domain/theme-suggestions.ts';
import type { Database } from '../../src/lib/server/database.ts';
import { readSimilar } from '../../src/lib/server/similar.ts';
import { applyStep } from '../../src/lib/server/theme-rules.ts';
import { viewTheme } from '../../src/lib/server/theme-view.ts';
import { addTheme } from '../../src/lib/server/themes.ts';
import { atEachSize } from './filled-city.ts';

const sizes = [10_000, 100_000, 1_000_000];
const asked = 200;

/** Prints the figures for each size. */
export function benchSimilar(): Promise<void> {
	return atEachSize(sizes, async (db, count) => {
		await sql`analyze needs`.execute(db);
		console.log(`\nJoining and themes with ${count} needs; milliseconds at the server`);
		console.table(await measure(db));
		console.table(await measureSuggestions(db));
	});
}

async function measure(db: Database) {
	const { rows } = await sql<{ id: string }>`
		select id from needs where words <> '' order by md5(id::text) limit ${asked}`.execute(db);
	const floor: number[] = [];
	const similar: number[] = [];
	let found = 0;
	for (const { id } of rows) {
		floor.push(
			await timed(() => db.selectFrom('needs').select('words').where('id', '=', id).execute())
		);
		similar.push(
			await timed(async () => (found += (await readSimilar(db, id)).length > 0 ? 1 : 0))
		);
	}
	const theme = await addTheme(db, { name: 'Skills', rule: { topic: 'skills' } }, 'nobody');
	if (theme === 'full') throw new Error(theme);
	const filled = await timed(async () => {
		while (await applyStep(db));
	});
	const pages: number[] = [];
	for (let round = 0; round < 50; round++) {
		pages.push(await timed(() => viewTheme(db, theme.id, new Date())));
	}
	return {
		'one need by its id': of(floor),
		[`needs that look alike (${found} of ${rows.length} have some)`]: of(similar),
		'page of a theme': of(pages),
		'a rule through all needs, once': { p50: Math.round(filled) }
	};
}

async function measureSuggestions(db: Database) {
	const result: Record<string, { seconds: number; themes: number }> = {};
	for (const count of [5_000, 20_000]) {
		const { rows } = await sql<{ words: string }>`
			select left(words, 600) as words from needs where words <> '' and lang = 'es' limit ${count}`.execute(
			db
		);
		let themes = 0;
		const took = await timed(() => {
			themes = suggestThemes(
				rows.map(({ words }) => words),
				1
			).length;
		});
		result[`themes in ${rows.length} texts`] = { seconds: Math.round(took / 100) / 10, themes };
	}
	return result;
}

function of(times: number[]) {
	const sorted = times.toSorted((a, b) => a - b);
	const at = (share: number) =>
		Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10;
	return { p50: at(0.5), p95: at(0.95), most: at(1) };
}

async function timed(work: () => unknown): Promise<number> {
	const began = performance.now();
	await work();
	return performance.now() - began;
}

if (import.meta.main) await benchSimilar();
