/** A city and a lab's hub as two real Plazas, each with its own database, for the phone's real code to speak to. */
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { enrolHub } from '../../src/lib/server/hubs.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { publishCity } from '../../src/lib/server/published-city.ts';
import { writeSettings } from '../../src/lib/server/settings.ts';
import { openTestDatabase, type TestDatabase } from '../integration/database.ts';
import { freePort } from '../integration/free-port.ts';
import { startPlaza, type PlazaProcess } from '../integration/plaza-process.ts';
import { temporaryFolder } from '../integration/temporary-folder.ts';

/** A Plaza that can be stopped and started again at the same address, with the same memory. */
export interface Server {
	address: string;
	database: TestDatabase;
	folder: string;
	start(env?: Record<string, string>): Promise<void>;
	stop(signal?: NodeJS.Signals): Promise<void>;
	/** Waits until it has ended by itself. */
	died(): Promise<void>;
}

/** A city that runs. */
export async function foundCity(): Promise<Server> {
	const city = await newServer({});
	await writeSettings(city.database.db, { city: 'Vila Nova', languages: ['es', 'ar'] });
	await publishCity(city.database.db);
	await city.start();
	return city;
}

/** Lets a hub in at a city. */
export async function enrolAt(city: Server, name = 'Lab Raval') {
	return enrolHub(city.database.db, loadKeys(city.folder), name);
}

/** A hub that has met its city and runs. */
export async function openLab(city: Server, enrolment?: string): Promise<Server> {
	const text = enrolment ?? (await enrolAt(city)).enrolment;
	const hub = await newServer({ PLAZA_UPSTREAM: city.address, PLAZA_ENROLMENT: text });
	await hub.start();
	return hub;
}

/** The trainer taps *Send to the city now* at a hub; it ends when the round with the city has ended. */
export async function meetCity({ address }: Pick<Server, 'address'>): Promise<void> {
	const headers = {
		origin: address,
		'content-type': 'application/x-www-form-urlencoded'
	};
	await fetch(`${address}/es/hub`, { method: 'POST', headers });
}

async function newServer(settings: Record<string, string>): Promise<Server> {
	const database = await openTestDatabase();
	const folder = temporaryFolder();
	const port = String(await freePort());
	let process: PlazaProcess | undefined;
	onTestFinished(() => database.close());
	return {
		address: `http://127.0.0.1:${port}`,
		database,
		folder,
		start: async (env = {}) => {
			const all = {
				DATABASE_URL: database.url,
				PORT: port,
				LOG_LEVEL: 'fatal',
				...settings,
				...env
			};
			process = await startPlaza(folder, { env: all });
		},
		stop: async (signal = 'SIGTERM') => {
			if (signal === 'SIGKILL' && process) globalThis.process.kill(process.pid, signal);
			else process?.kill(signal);
			await process?.ended;
			process = undefined;
		},
		died: async () => {
			await process?.ended;
			process = undefined;
		}
	};
}

/** Waits until a query gives this number. */
export async function untilCount(
	database: TestDatabase,
	query: string,
	wanted: number
): Promise<void> {
	const client = new pg.Client(database.url);
	await client.connect();
	try {
		for (;;) {
			const { rows } = await client.query<{ n: number }>(`select count(*)::int as n ${query}`);
			if (rows[0]?.n === wanted) return;
			await client.query('select pg_sleep(0.05)');
		}
	} finally {
		await client.end();
	}
}
