// The embedded PostgreSQL: a child of Plaza on a unix socket, for everybody who does not bring a server.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { claimFolder } from './data-folder.ts';
import { InstallationProblem } from './installation-problem.ts';
import { makeCluster } from './postgres/cluster.ts';
import { findPostgresHome, openPostgresHome, type PostgresHome } from './postgres/home.ts';
import { readPostmaster, stopLeftovers } from './postgres/processes.ts';
import { postgresPrograms } from './postgres/programs.ts';
import { makeSocketFolder, socketUrl } from './postgres/socket.ts';

/** Nothing that was acknowledged may be lost in a power cut: these two are never traded for speed. */
const DURABLE = { fsync: 'on', synchronous_commit: 'on' };
const LONGEST_LOG = 5_000_000;
const STOP_PATIENCE = 30_000;

export interface RunningPostgres {
	/** connection string of the database `plaza` */
	url: string;
	/** where it really lives */
	folder: string;
	/** settles when PostgreSQL has ended, whoever ended it */
	ended: Promise<void>;
	/** Stops it in order; first waits so many milliseconds for others' connections to end by themselves. */
	stop(patience?: number): Promise<void>;
}

/**
 * Starts PostgreSQL on the data folder's cluster and answers when it takes connections; makes the cluster and the
 * database `plaza` where they are missing, and stops what a killed Plaza has left behind.
 */
export async function startPostgres(dataFolder: string): Promise<RunningPostgres> {
	const home = openPostgresHome(dataFolder);
	const claim = claimFolder(home.folder);
	try {
		await stopLeftovers(home);
		const programs = postgresPrograms(home);
		await makeCluster(home, programs);
		const socketFolder = makeSocketFolder(home);
		const child = launch(home, programs, socketFolder);
		const ended = new Promise<void>((done) => {
			child.once('exit', () => done());
			child.once('error', () => done());
		});
		await ready(child, home, socketFolder);
		return {
			url: socketUrl(socketFolder),
			folder: home.folder,
			ended,
			stop: async (patience = 0) => {
				await end(child, ended, patience);
				rmSync(socketFolder, { recursive: true, force: true });
				claim.release();
			}
		};
	} catch (error) {
		claim.release();
		throw error;
	}
}

/** The connection string of a PostgreSQL that runs on this data folder now, started by another process. */
export function runningPostgresUrl(dataFolder: string): string | undefined {
	const home = findPostgresHome(dataFolder);
	const postmaster = home && readPostmaster(home.cluster);
	return postmaster?.ready ? socketUrl(postmaster.socketFolder) : undefined;
}

function launch(home: PostgresHome, programs: string, socketFolder: string): ChildProcess {
	const settings = {
		...DURABLE,
		listen_addresses: '',
		unix_socket_directories: socketFolder,
		unix_socket_permissions: '0700',
		max_connections: '60',
		jit: 'off',
		// a refused row would otherwise stand in the log with what a citizen said
		log_min_error_statement: 'panic',
		log_error_verbosity: 'terse'
	};
	const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const tooLong = (statSync(home.log, { throwIfNoEntry: false })?.size ?? 0) > LONGEST_LOG;
	const log = openSync(home.log, tooLong ? 'w' : 'a', 0o600);
	try {
		const child = spawn(join(programs, 'postgres'), ['-D', home.cluster, ...args], {
			...home.account,
			cwd: home.cluster,
			env: { TZ: 'UTC' },
			// a session of its own: Ctrl-C in a terminal must reach Plaza first, which then stops it in order
			detached: true,
			stdio: ['ignore', log, log]
		});
		process.once('exit', () => child.kill('SIGINT'));
		return child;
	} finally {
		closeSync(log);
	}
}

/** Waits by connecting. A cluster that recovers from a crash may take minutes; a process that ended will not come. */
async function ready(child: ChildProcess, home: PostgresHome, socketFolder: string): Promise<void> {
	for (;;) {
		if (child.exitCode !== null || child.signalCode !== null) {
			throw new InstallationProblem(`PostgreSQL did not start: ${lastFatal(home.log)}`);
		}
		const client = new pg.Client({ connectionString: socketUrl(socketFolder, 'postgres') });
		client.on('error', () => undefined);
		try {
			await client.connect();
			const { rowCount } = await client.query("select 1 from pg_database where datname = 'plaza'");
			if (rowCount === 0) await client.query('create database plaza');
			return;
		} catch (error) {
			if (!isStarting(error)) throw error;
			await pause(20);
		} finally {
			await client.end().catch(() => undefined);
		}
	}
}

function isStarting(error: unknown): boolean {
	const { code } = error as { code?: string };
	const notYet = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', '57P03'];
	return code !== undefined && notYet.includes(code);
}

function lastFatal(log: string): string {
	const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
	const fatal =
		lines.findLast((line) => /(FATAL|PANIC):(?!.*starting up)/.test(line)) ?? lines.at(-1) ?? '';
	return `${fatal.replace(/^.*(FATAL|PANIC):\s*/, '')} (see ${log})`;
}

async function end(child: ChildProcess, ended: Promise<void>, patience: number): Promise<void> {
	// smart, fast, immediate: in PostgreSQL's own words
	const steps = [
		{ signal: 'SIGTERM', wait: patience },
		{ signal: 'SIGINT', wait: STOP_PATIENCE },
		{ signal: 'SIGQUIT', wait: Infinity }
	] as const;
	for (const { signal, wait } of steps.filter((step) => step.wait > 0)) {
		child.kill(signal);
		if (wait === Infinity) await ended;
		else if (await endsWithin(wait, ended)) return;
	}
}

async function endsWithin(milliseconds: number, ended: Promise<void>): Promise<boolean> {
	const waiting = new AbortController();
	const late = pause(milliseconds, false, { signal: waiting.signal }).catch(() => false);
	const inTime = await Promise.race([ended.then(() => true), late]);
	waiting.abort();
	return inTime;
}
