import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { InstallationProblem } from '../installation-problem.ts';
import { giveFolder } from './account.ts';
import type { PostgresHome } from './home.ts';

/**
 * Makes the cluster where there is none: UTF-8, one sort order on every machine (the builtin C.UTF-8), data
 * checksums. It appears complete or not at all. `trust` means that whoever can reach the socket is let in, and
 * only PostgreSQL's own account and root can: the socket's folder has mode 0700 and no port is open.
 */
export async function makeCluster(home: PostgresHome, programs: string): Promise<void> {
	if (existsSync(join(home.cluster, 'PG_VERSION'))) return;
	const unfinished = `${home.cluster}.new`;
	rmSync(unfinished, { recursive: true, force: true });
	mkdirSync(unfinished, { mode: 0o700 });
	giveFolder(unfinished, home.account);
	const initdb = spawn(
		join(programs, 'initdb'),
		[
			`--pgdata=${unfinished}`,
			'--username=plaza',
			'--auth=trust',
			'--encoding=UTF8',
			'--locale-provider=builtin',
			'--builtin-locale=C.UTF-8',
			'--locale=C',
			'--data-checksums'
		],
		{ ...home.account, cwd: unfinished, env: { TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'pipe'] }
	);
	const [complaints, code] = await Promise.all([
		text(initdb.stderr),
		new Promise((done) => initdb.once('exit', done))
	]);
	if (code !== 0) {
		const reason = complaints.match(/error: (.*)/)?.[1] ?? complaints.trim().split('\n').at(-1);
		throw new InstallationProblem(`The database in ${home.folder} cannot be made: ${reason}.`);
	}
	renameSync(unfinished, home.cluster);
}
