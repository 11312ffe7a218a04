// PostgreSQL outlives a Plaza that was killed: the next start finds it and stops it in order.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { InstallationProblem } from '../installation-problem.ts';
import type { PostgresHome } from './home.ts';

const PATIENCE = { fast: 60_000, immediate: 10_000 };

/** What a running PostgreSQL writes about itself: its process and the folder of its socket. */
export interface Postmaster {
	pid: number;
	socketFolder: string;
	ready: boolean;
}

/** Reads the cluster's postmaster.pid; undefined when there is none. The process need not live any more. */
export function readPostmaster(cluster: string): Postmaster | undefined {
	const file = join(cluster, 'postmaster.pid');
	if (!existsSync(file)) return undefined;
	const lines = readFileSync(file, 'utf8').split('\n');
	return {
		pid: Number(lines[0]),
		socketFolder: lines[4] ?? '',
		ready: lines[7]?.trim() === 'ready'
	};
}

/**
 * Stops every process of an earlier PostgreSQL on this cluster, in order: running transactions are rolled back,
 * committed ones are kept. Afterwards no process works in the cluster.
 */
export async function stopLeftovers(home: PostgresHome): Promise<void> {
	const postmaster = readPostmaster(home.cluster);
	if (!postmaster) return;
	if (processesOf(home.cluster, postmaster).includes(postmaster.pid)) {
		process.kill(postmaster.pid, 'SIGINT');
	}
	if (!(await gone(home.cluster, postmaster, PATIENCE.fast))) {
		for (const pid of processesOf(home.cluster, postmaster)) process.kill(pid, 'SIGQUIT');
		if (!(await gone(home.cluster, postmaster, PATIENCE.immediate))) {
			throw new InstallationProblem(
				`An earlier PostgreSQL (process ${postmaster.pid}) still works in ${home.cluster} and does not stop.`
			);
		}
	}
	// its process id may belong to a stranger by now, and PostgreSQL would then refuse to start
	rmSync(join(home.cluster, 'postmaster.pid'), { force: true });
	if (!postmaster.socketFolder.startsWith(home.folder)) {
		rmSync(postmaster.socketFolder, { recursive: true, force: true });
	}
}

async function gone(cluster: string, postmaster: Postmaster, patience: number): Promise<boolean> {
	const until = Date.now() + patience;
	while (processesOf(cluster, postmaster).length > 0) {
		if (Date.now() > until) return false;
		await pause(20);
	}
	return true;
}

/** All of PostgreSQL's processes work inside the cluster's folder; a person's shell may do so too. */
function processesOf(cluster: string, postmaster: Postmaster): number[] {
	if (process.platform !== 'linux') return isPostgresOf(cluster, postmaster.pid);
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((pid) => worksIn(cluster, pid));
}

function worksIn(cluster: string, pid: number): boolean {
	try {
		return (
			readlinkSync(`/proc/${pid}/cwd`) === cluster &&
			readFileSync(`/proc/${pid}/comm`, 'utf8') === 'postgres\n'
		);
	} catch {
		return false; // it ended meanwhile, or it is another account's
	}
}

function isPostgresOf(cluster: string, pid: number): number[] {
	const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
	return stdout.includes(cluster) ? [pid] : [];
}
