/**
 * `npm run bench`: how many supports a second `POST /api/sync` of a running Plaza takes, beside raw multi-row inserts of the
 * same rows into a table with the same indexes in the same database, in the same run.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { SyncResponse } from '../../src/lib/domain/sync.ts';
import { tokenOf } from '../../src/lib/domain/support-token.ts';
import { runningPostgresUrl } from '../../src/lib/server/postgres.ts';
import { newId } from '../integration/invented.ts';
import type { CityServer } from '../journeys/city-server.ts';

const zip = promisify(gzip);
const count = 10_000;
const batch = 500;
const things = 40;
/** Each side has the best of so many: others may use the machine too. */
const rounds = 3;

/** Prints the figures for a city that runs. */
export async function benchSupports(city: CityServer): Promise<void> {
	const client = new pg.Client(runningPostgresUrl(city.dataFolder) ?? '');
	await client.connect();
	const done: { alone: number; together: number; single: number; raw: number }[] = [];
	for (let round = 0; round < rounds; round++) {
		done.push({
			alone: await bring(city, invented(count), batch, 1),
			together: await bring(city, invented(count), batch, 4),
			// phones that come one by one, forty at once
			single: await bring(city, invented(count / 10), 1, 40),
			raw: await insertRaw(client, invented(count))
		});
	}
	await client.end();
	const best = (of: keyof (typeof done)[number]) =>
		Math.round(Math.max(...done.map((each) => each[of])));
	console.log(
		`\n${count} supports of ${things} things through POST /api/sync; best of ${rounds} rounds`
	);
	console.table({
		'500 in a request, one after the other, supports per second': best('alone'),
		'500 in a request, four at once, supports per second': best('together'),
		'one in a request, forty at once, supports per second': best('single'),
		'raw insert into a table like theirs, supports per second': best('raw'),
		'four at once, as a part of the raw insert':
			Math.round((100 * best('together')) / best('raw')) / 100
	});
}

function invented(many: number) {
	const asked = Array.from({ length: things }, newId);
	return Array.from({ length: many }, (_, n) => {
		const thing = asked[n % things] ?? newId();
		const token = tokenOf(randomBytes(32).toString('base64url'), thing);
		return {
			...{
				id: newId(),
				kind: 'support' as const,
				schema: 1 as const,
				madeAt: new Date().toISOString()
			},
			...{ lang: 'es', media: [], body: { thing, token, supports: true } }
		};
	});
}

type Support = ReturnType<typeof invented>[number];

/** Brings them, so many in a request and so many requests at once: supports per second. */
async function bring(
	city: CityServer,
	supports: Support[],
	size: number,
	atOnce: number
): Promise<number> {
	const bodies = await Promise.all(
		Array.from({ length: supports.length / size }, (_, n) =>
			zip(JSON.stringify({ v: 1, submissions: supports.slice(n * size, (n + 1) * size) }))
		)
	);
	const waiting = bodies.values();
	let answered = 0;
	const send = async () => {
		for (const body of waiting) {
			const response = await fetch(`${city.url}/api/sync`, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'content-encoding': 'gzip',
					// each is of a network of its own, so that no limit counts
					'x-forwarded-for': [10, ...randomBytes(3)].join('.')
				},
				body: new Uint8Array(body)
			});
			const { results } = (await response.json()) as SyncResponse;
			answered += results.filter(({ receipt }) => receipt).length;
		}
	};
	const began = performance.now();
	await Promise.all(Array.from({ length: atOnce }, send));
	const seconds = (performance.now() - began) / 1000;
	if (answered !== supports.length) throw new Error(`only ${answered} got a receipt`);
	return supports.length / seconds;
}

/** The bare rows, a statement and a commit for each batch: rows per second. */
async function insertRaw(client: pg.Client, supports: Support[]): Promise<number> {
	await client.query('create table bench_supports (like supports including all)');
	const began = performance.now();
	for (let from = 0; from < supports.length; from += batch) {
		const rows = supports
			.slice(from, from + batch)
			.map(({ body, madeAt }) => ({ ...body, made_ms: Date.parse(madeAt), counted: false }));
		await client.query(
			'insert into bench_supports select * from jsonb_populate_recordset(null::bench_supports, $1::jsonb)',
			[JSON.stringify(rows)]
		);
	}
	const seconds = (performance.now() - began) / 1000;
	await client.query('drop table bench_supports');
	return supports.length / seconds;
}
