// `npm run restore -- <file> [--replace]`: puts a backup back, all of it or nothing. Plaza must be stopped.
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { checkBackup } from '../src/lib/server/backup/reading.ts';
import { openDataFolder } from '../src/lib/server/data-folder.ts';
import { InstallationProblem } from '../src/lib/server/installation-problem.ts';
import { restoreBackup } from '../src/lib/server/restore.ts';
import { withDatabase } from '../src/lib/server/with-database.ts';
import { runCommand } from './command.ts';

const USAGE = 'Say which backup to put back: npm run restore -- <file> [--replace]';

await runCommand(async (environment) => {
	const { name, replace } = readArguments();
	const file = resolve(process.env['INIT_CWD'] ?? '', name);
	const passphrase = environment.backupPassphrase ?? (await askPassphrase());
	await checkBackup(file, passphrase);
	const dataFolder = openDataFolder(environment.dataFolder);
	const { madeAt, tables, media, lost } = await withDatabase(
		environment,
		(db) => restoreBackup(db, dataFolder, file, passphrase, { replace }),
		{ migrated: false, alone: true }
	);
	const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
	console.log(
		`Restored: the city as it was at ${madeAt} (rows: ${rows}, recordings and photos: ${media}).`
	);
	if (lost > 0) {
		console.log(
			`Recordings and photos that are not in the backup: ${lost}. Phones that still have them bring them again.`
		);
	}
});

function readArguments(): { name: string; replace: boolean } {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: { replace: { type: 'boolean', default: false } }
		});
		const [name, ...more] = positionals;
		if (name && more.length === 0) return { name, replace: values.replace };
	} catch {
		// an option that there is not
	}
	throw new InstallationProblem(USAGE);
}

async function askPassphrase(): Promise<string> {
	if (!process.stdin.isTTY) {
		throw new InstallationProblem('Set PLAZA_BACKUP_PASSPHRASE to the passphrase of the backup.');
	}
	const terminal = createInterface({ input: process.stdin, output: process.stderr });
	try {
		return (await terminal.question('Passphrase of the backup: ')).trim();
	} finally {
		terminal.close();
	}
}
