/** One PostgreSQL for a whole run of tests, with a migrated database that each city of the run begins as a copy of. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../../src/lib/server/database.ts';
import { migrate } from '../../src/lib/server/migrations/index.ts';
import { makeCluster } from '../../src/lib/server/postgres/cluster.ts';
import { openPostgresHome } from '../../src/lib/server/postgres/home.ts';
import { postgresPrograms } from '../../src/lib/server/postgres/programs.ts';
import { makeSocketFolder, socketUrl } from '../../src/lib/server/postgres/socket.ts';
import { tryDatabase } from '../../src/lib/server/reachable.ts';
import { onServer } from './on-server.ts';

export interface OnePostgres {
	url: string;
	/** Name of the migrated database. */
	template: string;
	/** Where its cluster lies as it was made, for others to copy; empty where there is none. */
	madeCluster: string;
	stop: () => Promise<void>;
}

/**
 * What only a power cut of this machine could tell apart: nothing here outlives one. An acknowledged row is with the
 * system before its acknowledgement, so whatever a test kills finds the same as ever.
 */
const UNSAFE_IN_POWER_CUTS = { fsync: 'off', full_page_writes: 'off' };

/** The server at DATABASE_URL where it is set, else one of its own in a temporary folder; started by `start`. */
export async function openOnePostgres(start = startHasty): Promise<OnePostgres> {
	const given = process.env['DATABASE_URL'];
	const none = { url: given ?? '', stop: async () => undefined, madeCluster: '' };
	const server = given ? none : await inFolder(start);
	const template = `plaza_template_${process.pid}`;
	await onServer(server.url, `create database ${template}`);
	const db = openDatabase(databaseAt(server.url, template));
	await migrate(db);
	await db.destroy();
	return {
		url: server.url,
		template,
		madeCluster: server.madeCluster,
		stop: async () => {
			await onServer(server.url, `drop database ${template}`);
			await server.stop();
		}
	};
}

/** The connection string of another database of the same server. */
export function databaseAt(url: string, name: string): string {
	return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

type Start = (
	folder: string
) => Promise<{ url: string; stop: () => Promise<void>; madeCluster?: string }>;

async function inFolder(start: Start) {
	const folder = mkdtempSync(join(tmpdir(), 'plaza-test-'));
	// PostgreSQL runs under another account where the tests run as root
	chmodSync(folder, 0o755);
	const { url, stop, madeCluster = '' } = await start(folder);
	return {
		url,
		madeCluster,
		stop: async () => {
			await stop();
			rmSync(folder, { recursive: true });
		}
	};
}

/** As Plaza starts its own, but for the disk, on which nothing waits. */
async function startHasty(folder: string): ReturnType<Start> {
	const home = openPostgresHome(folder);
	const programs = postgresPrograms(home);
	await makeCluster(home, programs);
	const madeCluster = join(folder, 'made');
	cpSync(home.cluster, madeCluster, { recursive: true });
	const socketFolder = makeSocketFolder(home);
	const settings = {
		...UNSAFE_IN_POWER_CUTS,
		listen_addresses: '',
		unix_socket_directories: socketFolder,
		unix_socket_permissions: '0700',
		max_connections: '200',
		jit: 'off'
	};
	const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const child = spawn(join(programs, 'postgres'), ['-D', home.cluster, ...args], {
		...home.account,
		cwd: home.cluster,
		env: { TZ: 'UTC' },
		stdio: 'ignore'
	});
	const ended = once(child, 'exit');
	process.once('exit', () => child.kill('SIGINT'));
	const url = socketUrl(socketFolder, 'postgres');
	while (child.exitCode === null) {
		const isThere = await tryDatabase(url).then(
			() => true,
			() => false
		);
		if (isThere) break;
		await pause(20);
	}
	return {
		url,
		madeCluster,
		stop: async () => {
			child.kill('SIGINT');
			await ended;
		}
	};
}
