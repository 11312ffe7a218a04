/**
 * `npm run bench`: what it costs to bring 10,000 needs through `POST /api/sync` of a running Plaza, beside a raw multi-row
 * insert of the same envelopes into the same database in the same run.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import pg from 'pg';
import type { Envelope } from '../../src/lib/domain/envelope.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { topics } from '../../src/lib/domain/need.ts';
import { makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import type { SyncResponse } from '../../src/lib/domain/sync.ts';
import { runningPostgresUrl } from '../../src/lib/server/postgres.ts';
import { newId } from '../integration/invented.ts';
import { holderOf } from '../integration/plaza-process.ts';
import type { CityServer } from '../journeys/city-server.ts';

const zip = promisify(gzip);
const count = 10_000;
const batch = 500;

const sentences = [
	'No puedo pedir la cita del médico por internet.',
	'En la biblioteca del barrio no hay wifi por la tarde.',
	'La página del ayuntamiento pide un certificado que no tengo.',
	'Mi teléfono es viejo y la aplicación del autobús no se abre.',
	'Quiero aprender a enviar una foto de un papel.',
	'Recibo mensajes que dicen que son del banco.',
	'Vivo lejos de la oficina y no sé rellenar el formulario.',
	'Mi hija me ayuda, pero quiero hacerlo yo.'
];

function invented(): Envelope[] {
	return Array.from({ length: count }, (_, n) => {
		const pick = (step: number) => sentences[(n * 7 + step * 3) % sentences.length] ?? '';
		const words = [pick(1), pick(2), `Es la vez número ${n}.`].slice(n % 2).join(' ');
		const form = { topic: topics[n % 8] ?? 'other', words, place: null, publish: n % 3 === 0 };
		return makeEnvelope(form, 'es', {
			id: newId(),
			code: makeReceiptCode(randomBytes(10))
		});
	});
}

/** Seconds of processor time that these processes, and their children that have ended, have used. */
function cpuOf(pids: number[]): number {
	const ticks = pids.map((pid) => {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
	});
	return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

/** The database's processes: the one with this id, and its children. */
function family(parent: number): number[] {
	const children = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.filter((name) => {
			try {
				return readFileSync(`/proc/${name}/stat`, 'latin1').includes(`) S ${parent} `);
			} catch {
				return false;
			}
		});
	return [parent, ...children.map(Number)];
}

/** Prints the figures for a city that runs. */
export async function benchSync(city: CityServer): Promise<void> {
	const url = runningPostgresUrl(city.dataFolder) ?? '';
	const client = new pg.Client(url);
	await client.connect();
	const { rows } = await client.query<{ pid: number }>(
		"select pg_read_file('postmaster.pid')::text as file, split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid"
	);
	const server = holderOf(city.dataFolder);
	const database = rows[0]?.pid ?? 0;
	const needs = invented();

	const bodies = await Promise.all(
		Array.from({ length: count / batch }, (_, n) =>
			zip(JSON.stringify({ v: 1, submissions: needs.slice(n * batch, (n + 1) * batch) }))
		)
	);
	const payload = (await zip(JSON.stringify(needs))).length;
	const before = { server: cpuOf([server]), database: cpuOf(family(database)) };
	const began = performance.now();
	let answered = 0;
	let down = 0;
	for (const body of bodies) {
		const response = await fetch(`${city.url}/api/sync`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
			body: new Uint8Array(body)
		});
		const { results } = (await response.json()) as SyncResponse;
		answered += results.filter(({ receipt }) => receipt).length;
		down += Number(response.headers.get('content-length') ?? 0);
	}
	const seconds = (performance.now() - began) / 1000;
	const after = { server: cpuOf([server]), database: cpuOf(family(database)) };
	if (answered !== count) throw new Error(`only ${answered} of ${count} got a receipt`);

	const raw = await rawInsert(client, needs);
	const same = await rawInsertIntoLikeTables(client, needs);
	await client.end();
	const up = bodies.reduce((sum, body) => sum + body.length, 0);
	console.log(`\n${count} needs through POST /api/sync, gzip, one after the other`);
	console.table({
		'needs per second': Math.round(count / seconds),
		requests: bodies.length,
		'server CPU seconds': round(after.server - before.server),
		'database CPU seconds': round(after.database - before.database),
		'bytes up per need': round(up / count),
		'up, as a multiple of the needs in one gzip': round(up / payload),
		'bytes down per need (0: chunked)': round(down / count),
		'raw multi-row insert, needs per second': Math.round(raw),
		'as a part of the raw insert': round(count / seconds / raw),
		'raw insert into such tables with their indexes, needs per second': Math.round(same),
		'as a part of that': round(count / seconds / same)
	});
}

/** The same envelopes into one bare table, in as many transactions: rows per second. */
async function rawInsert(client: pg.Client, needs: Envelope[]): Promise<number> {
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

/** The same rows into tables like the city's, search columns computed already: rows per second. */
async function rawInsertIntoLikeTables(client: pg.Client, needs: Envelope[]): Promise<number> {
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

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
