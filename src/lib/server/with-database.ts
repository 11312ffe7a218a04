// How commands reach the database: the one that runs, or one that is started for the time being.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claimFolder, openDataFolder, tryClaimFolder } from './data-folder.ts';
import { type Database, openDatabase } from './database.ts';
import type { Environment } from './environment.ts';
import { InstallationProblem } from './installation-problem.ts';
import { migrate } from './migrations/index.ts';
import { runningPostgresUrl, startPostgres } from './postgres.ts';
import { tryDatabase } from './reachable.ts';

const PATIENCE = 60_000;

/**
 * Opens the city's database, hands it over, and closes it: the server at DATABASE_URL; else the embedded one of a
 * Plaza that runs on the data folder; else the embedded one, started and stopped again. Unless `migrated` is false
 * it is brought to the newest migration first; with `alone` a Plaza that runs on the data folder is a problem.
 */
export async function withDatabase<Result>(
	environment: Pick<Environment, 'databaseUrl' | 'dataFolder'>,
	use: (db: Database) => Promise<Result>,
	{ migrated = true, alone = false } = {}
): Promise<Result> {
	await using resources = new AsyncDisposableStack();
	if (alone) {
		const claim = claimFolder(openDataFolder(environment.dataFolder));
		resources.defer(() => claim.release());
	}
	const url =
		environment.databaseUrl ?? (await embeddedUrl(environment.dataFolder, resources, alone));
	await tryDatabase(url);
	const db = openDatabase(url);
	resources.defer(() => db.destroy());
	if (migrated) await migrate(db);
	return await use(db);
}

/** Whether there is anything at all in this data folder or behind DATABASE_URL. */
export function hasDatabase(environment: Pick<Environment, 'databaseUrl' | 'dataFolder'>): boolean {
	return (
		environment.databaseUrl !== undefined || existsSync(resolve(environment.dataFolder, 'postgres'))
	);
}

async function embeddedUrl(
	path: string,
	resources: AsyncDisposableStack,
	alone: boolean
): Promise<string> {
	const dataFolder = openDataFolder(path);
	if (!alone) {
		const claim = tryClaimFolder(dataFolder, 0);
		if ('heldBy' in claim) return await urlOfRunning(dataFolder, claim.heldBy);
		resources.defer(() => claim.release());
	}
	const postgres = await startPostgres(dataFolder);
	resources.defer(() => postgres.stop(PATIENCE));
	return postgres.url;
}

/** Plaza may be starting just now. */
async function urlOfRunning(dataFolder: string, pid: number): Promise<string> {
	const until = Date.now() + PATIENCE;
	while (Date.now() < until) {
		const url = runningPostgresUrl(dataFolder);
		if (url) return url;
		await pause(50);
	}
	throw new InstallationProblem(
		`The data folder ${dataFolder} is in use by process ${pid}, but no database runs in it.`
	);
}
