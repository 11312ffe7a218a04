// One Plaza per data folder: two servers on one cluster would destroy it.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { InstallationProblem, reasonOf } from './installation-problem.ts';

const SQLITE_BUSY = 5;

export interface Claim {
	/** Gives the folder back; a second call does nothing. */
	release(): void;
}

/**
 * Claims a folder for this process until `release` or the end of the process, whatever ends it: the lock is the
 * kernel's (through SQLite, see docs/decisions/data-folder-lock.md), so no stale lock exists. Waits up to
 * `patience` milliseconds for a holder that is about to end. Gives `{ heldBy }`, the other's process id, if it
 * stays claimed.
 */
export function tryClaimFolder(folder: string, patience: number): Claim | { heldBy: number } {
	const lock = openLock(join(folder, 'lock'), patience);
	try {
		lock.exec('create table if not exists holder (pid integer not null)');
		lock.exec('begin immediate');
		lock.exec('delete from holder');
		lock.prepare('insert into holder (pid) values (?)').run(process.pid);
		// others may read who holds the folder only once that is committed
		lock.exec('commit; begin immediate');
	} catch (error) {
		const busy = (error as { errcode?: number }).errcode === SQLITE_BUSY;
		const heldBy = busy ? holderIn(lock) : undefined;
		lock.close();
		if (heldBy !== undefined) return { heldBy };
		throw new InstallationProblem(`The folder ${folder} cannot be locked: ${reasonOf(error)}.`);
	}
	return {
		release: () => {
			if (lock.isOpen) lock.close();
		}
	};
}

/** As tryClaimFolder, but a folder in use is an InstallationProblem that names the process. */
export function claimFolder(folder: string, patience = 3_000): Claim {
	const claim = tryClaimFolder(folder, patience);
	if ('heldBy' in claim) {
		throw new InstallationProblem(
			`The data folder ${folder} is in use by another Plaza (process ${claim.heldBy}); stop that one, or set PLAZA_DATA to another folder.`
		);
	}
	return claim;
}

/**
 * Does work that only one process at a time may do in this folder, also while a Plaza runs there: those who come later
 * wait, at most `patience` milliseconds. `name` is that of the lock's file.
 */
export function aloneInFolder<Result>(
	folder: string,
	name: string,
	work: () => Result,
	patience = 10_000
): Result {
	const path = join(folder, name);
	const lock = openLock(path, patience);
	try {
		try {
			lock.exec('begin exclusive');
		} catch (error) {
			throw new InstallationProblem(`The file ${path} cannot be locked: ${reasonOf(error)}.`);
		}
		return work();
	} finally {
		lock.close();
	}
}

/**
 * Makes the data folder where it is missing and answers its absolute path. Others may not read it; as root they
 * may pass through it, since PostgreSQL then runs under an account of its own.
 */
export function openDataFolder(path: string): string {
	const folder = resolve(path);
	try {
		makeFolder(folder);
	} catch (error) {
		throw new InstallationProblem(
			`The data folder ${folder} cannot be made: ${reasonOf(error)}. Set PLAZA_DATA to a folder that this account may write.`
		);
	}
	return folder;
}

/** Node's own recursive way never ends below /proc. */
function makeFolder(folder: string): void {
	if (existsSync(folder)) return;
	makeFolder(dirname(folder));
	mkdirSync(folder, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}

function openLock(path: string, patience: number): DatabaseSync {
	try {
		return new DatabaseSync(path, { timeout: patience });
	} catch {
		throw new InstallationProblem(
			`The data folder ${dirname(path)} cannot be written by this account. Set PLAZA_DATA to a folder that it may write.`
		);
	}
}

function holderIn(lock: DatabaseSync): number | undefined {
	const row = lock.prepare('select pid from holder').get();
	return row ? Number(row['pid']) : undefined;
}
