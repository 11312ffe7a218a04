/** A city and the PostgreSQL that it writes to, which a test can let fall: its own one, or a server's. */
import pg from 'pg';
import { onTestFinished } from 'vitest';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { runningPostgresUrl, startPostgres } from '../../src/lib/server/postgres.ts';
import { freePort } from '../integration/free-port.ts';
import { startPlaza } from '../integration/plaza-process.ts';
import { temporaryFolder } from '../integration/temporary-folder.ts';

export interface CityOnDatabase {
	address: string;
	/** The connection string of its database. */
	url: string;
	/** Waits until its PostgreSQL has ended, and whatever ends with it. */
	fallen(): Promise<void>;
	/** Ends what is left of it. */
	stop(): Promise<void>;
	/** Starts again what has ended, at the same address. */
	again(): Promise<void>;
}

type Open = (databaseFolder?: string) => Promise<CityOnDatabase>;

/** The two kinds of PostgreSQL that a city may have; the folder is where the database lies. */
export const kinds: [string, Open][] = [
	['its own PostgreSQL', onItsOwn],
	['a PostgreSQL at DATABASE_URL', onServer]
];

async function onItsOwn(folder = temporaryFolder()): Promise<CityOnDatabase> {
	const env = { LOG_LEVEL: 'fatal', PORT: String(await freePort()) };
	let plaza = await startPlaza(folder, { env });
	return {
		address: `http://127.0.0.1:${env.PORT}`,
		url: runningPostgresUrl(folder) ?? '',
		fallen: async () => void (await plaza.ended),
		stop: async () => {
			plaza.kill('SIGTERM');
			await plaza.ended;
		},
		again: async () => {
			plaza = await startPlaza(folder, { env });
		}
	};
}

async function onServer(databaseFolder = temporaryFolder()): Promise<CityOnDatabase> {
	let server = await startPostgres(databaseFolder);
	const stop = () => server.stop();
	onTestFinished(stop);
	const { url } = server;
	const env = { LOG_LEVEL: 'fatal', DATABASE_URL: url };
	const { address } = await startPlaza(temporaryFolder(), { env });
	return {
		address,
		url,
		fallen: async () => {
			await server.ended;
			await stop();
		},
		stop,
		again: async () => {
			server = await startPostgres(databaseFolder);
		}
	};
}

/** Asks the database one thing, as another program beside Plaza. */
export async function ask<Row extends object>(url: string, query: string): Promise<Row[]> {
	const client = new pg.Client(url);
	client.on('error', () => undefined);
	await client.connect();
	try {
		return (await client.query<Row>(query)).rows;
	} finally {
		await client.end().catch(() => undefined);
	}
}

/** The process that all others of this PostgreSQL belong to. */
export async function postmasterOf(url: string): Promise<number> {
	const query = "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid";
	const [row] = await ask<{ pid: number }>(url, query);
	return row?.pid ?? NaN;
}

export type Answer = { status: number; results: SyncResult[]; retryAfter: string | null };

/** Sends at once, as a phone does. */
export async function send(
	{ address }: { address: string },
	submissions: unknown[]
): Promise<Answer> {
	const response = await fetch(`${address}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions })
	});
	const { results = [] } = (await response.json()) as { results?: SyncResult[] };
	return { status: response.status, results, retryAfter: response.headers.get('retry-after') };
}
