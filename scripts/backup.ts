// `npm run backup -- <file>`: the city in one encrypted file, while Plaza runs or when it does not.
import { resolve } from 'node:path';
import { makeBackup, makePassphrase } from '../src/lib/server/backup.ts';
import { checkBackup } from '../src/lib/server/backup/reading.ts';
import { InstallationProblem } from '../src/lib/server/installation-problem.ts';
import { hasDatabase, withDatabase } from '../src/lib/server/with-database.ts';
import { runCommand } from './command.ts';

await runCommand(async (environment) => {
	const [name, ...more] = process.argv.slice(2);
	if (!name || more.length > 0 || name.startsWith('-')) {
		throw new InstallationProblem('Say where the backup goes: npm run backup -- <file>');
	}
	if (!hasDatabase(environment)) {
		throw new InstallationProblem(
			`There is nothing to back up: the data folder ${resolve(environment.dataFolder)} has no database.`
		);
	}
	// npm runs commands in the checkout, whatever folder the person is in
	const file = resolve(process.env['INIT_CWD'] ?? '', name);
	const passphrase = environment.backupPassphrase ?? makePassphrase();
	await withDatabase(
		environment,
		(db) => makeBackup(db, resolve(environment.dataFolder), file, passphrase),
		{ migrated: false }
	);
	const { tables, media } = await checkBackup(file, passphrase);
	const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
	console.log(`Backup made and checked: ${file} (rows: ${rows}, recordings and photos: ${media}).`);
	if (!environment.backupPassphrase) {
		console.log(`Its passphrase, shown only now: ${passphrase}`);
		console.log('Write it down and keep it apart: without it nobody can open this backup.');
	}
});
