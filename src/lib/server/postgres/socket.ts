import { chmodSync, chownSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresHome } from './home.ts';

/** PostgreSQL names its socket after a port, though it listens on none. */
const PORT = 5432;
/** 104 bytes on macOS, 108 on Linux, the closing zero included. */
const LONGEST_PATH = 103;

/**
 * Makes a folder of mode 0700 for PostgreSQL's socket: in its home, or in /tmp where the home's path is longer
 * than a socket's path may be. The mode is what protects the database: there is no password.
 */
export function makeSocketFolder(home: PostgresHome): string {
	const inHome = join(home.folder, 'socket');
	const fits = Buffer.byteLength(join(inHome, `.s.PGSQL.${PORT}.lock`)) <= LONGEST_PATH;
	const folder = fits ? inHome : mkdtempSync('/tmp/plaza-');
	mkdirSync(folder, { recursive: true });
	chmodSync(folder, 0o700);
	if (home.account) chownSync(folder, home.account.uid, home.account.gid);
	return folder;
}

/** The connection string for a database behind a socket; whole, so that no PG* variable of the shell changes it. */
export function socketUrl(socketFolder: string, database = 'plaza'): string {
	const options = new URLSearchParams({
		host: socketFolder,
		port: String(PORT),
		sslmode: 'disable'
	});
	return `postgres://plaza@localhost/${database}?${options}`;
}
