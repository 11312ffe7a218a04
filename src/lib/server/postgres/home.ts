// Where the embedded PostgreSQL lives: <data>/postgres, or a folder elsewhere which that name points to.
import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readlinkSync,
	realpathSync,
	rmdirSync,
	statSync,
	symlinkSync
} from 'node:fs';
import { join } from 'node:path';
import { InstallationProblem, reasonOf } from '../installation-problem.ts';
import { type Account, canEnter, giveFolder, postgresAccount } from './account.ts';

/** For clusters of data folders that PostgreSQL's account cannot enter (below /root, say). */
const ELSEWHERE = '/var/lib/plaza';

/** As root, PostgreSQL's account owns the cluster and the socket's folder and nothing else. */
export interface PostgresHome {
	/** absolute and without symbolic links */
	folder: string;
	cluster: string;
	log: string;
	account: Account | undefined;
}

/** The home that an earlier start has made, or undefined. */
export function findPostgresHome(dataFolder: string): PostgresHome | undefined {
	const name = join(dataFolder, 'postgres');
	const entry = lstatSync(name, { throwIfNoEntry: false });
	if (!entry) return undefined;
	if (entry.isSymbolicLink() && !existsSync(name)) {
		throw new InstallationProblem(
			`The database of ${dataFolder} should be in ${readlinkSync(name)}, which is gone: bring that folder back, or remove ${name} to begin with an empty database.`
		);
	}
	return homeIn(realpathSync(name));
}

/** Finds or makes the home; afterwards PostgreSQL's account can enter it and owns the cluster. */
export function openPostgresHome(dataFolder: string): PostgresHome {
	const home = findPostgresHome(dataFolder) ?? homeIn(makeFolder(join(dataFolder, 'postgres')));
	// a data folder copied by root belongs to root
	if (home.account && existsSync(home.cluster) && statSync(home.cluster).uid === 0) {
		giveFolder(home.cluster, home.account);
	}
	if (!canEnter(home.folder, home.account)) {
		throw new InstallationProblem(
			home.account
				? `PostgreSQL runs under uid ${home.account.uid}, which cannot enter ${home.folder}; open the folders above it, or set PLAZA_DATA to another folder.`
				: `The database in ${home.folder} belongs to another account; start Plaza under that one, or set PLAZA_DATA to another folder.`
		);
	}
	return home;
}

function homeIn(folder: string): PostgresHome {
	const cluster = join(folder, 'cluster');
	return { folder, cluster, log: join(folder, 'log'), account: postgresAccount(cluster) };
}

function makeFolder(name: string): string {
	const account = postgresAccount(name);
	try {
		makeReachable(name, account);
		if (canEnter(name, account)) return realpathSync(name);
		rmdirSync(name);
		mkdirSync(ELSEWHERE, { recursive: true, mode: 0o755 });
		const folder = join(ELSEWHERE, randomBytes(8).toString('hex'));
		makeReachable(folder, account);
		symlinkSync(folder, name);
		return folder;
	} catch (error) {
		throw new InstallationProblem(
			`The folder for the database cannot be made: ${reasonOf(error)}. Set PLAZA_DATA to a folder that this account may write.`
		);
	}
}

function makeReachable(folder: string, account: Account | undefined): void {
	mkdirSync(folder);
	chmodSync(folder, account ? 0o711 : 0o700);
}
