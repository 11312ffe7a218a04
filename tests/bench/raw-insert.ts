/** The floor under `POST /api/sync`: the same needs written by plain SQL, as the same database can do it at best. */
import type pg from 'pg';
import type { Envelope } from '../../src/lib/domain/envelope.ts';

/** The envelopes into one table with nothing but its key, a statement and a commit for each batch: rows per second. */
export async function insertBare(
	client: pg.Client,
	needs: Envelope[],
	batch: number
): Promise<number> {
	await client.query('create table bench_raw (id uuid primary key, envelope jsonb not null)');
	const began = performance.now();
	for (let from = 0; from < needs.length; from += batch) {
		const some = needs.slice(from, from + batch);
		await client.query(
			`insert into bench_raw select (value ->> 'id')::uuid, value from jsonb_array_elements($1::jsonb)`,
			[JSON.stringify(some)]
		);
	}
	const seconds = (performance.now() - began) / 1000;
	await client.query('drop table bench_raw');
	return needs.length / seconds;
}

/**
 * The city's own rows of these needs, all columns computed already, into empty tables with the same columns and indexes,
 * a transaction for each batch: needs per second. Nothing is parsed and no words are read for searching.
 */
export async function copyIntoLikeTables(
	client: pg.Client,
	needs: Envelope[],
	batch: number
): Promise<number> {
	const tables = ['submissions', 'needs'];
	for (const table of tables)
		await client.query(`create table bench_${table} (like ${table} including all)`);
	const began = performance.now();
	for (let from = 0; from < needs.length; from += batch) {
		const ids = needs.slice(from, from + batch).map(({ id }) => id);
		await client.query('begin');
		for (const table of tables) {
			const sql = `insert into bench_${table} select * from ${table} where id = any($1)`;
			await client.query(sql, [ids]);
		}
		await client.query('commit');
	}
	const seconds = (performance.now() - began) / 1000;
	for (const table of tables) await client.query(`drop table bench_${table}`);
	return needs.length / seconds;
}
