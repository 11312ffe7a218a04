// `npm run erase -- <number> --reason <why>`: erases a need for a city in which one person works; the log keeps the reason.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { reasonSchema } from '../src/lib/domain/export.ts';
import { writeErasedList } from '../src/lib/server/erased.ts';
import { eraseByCommand } from '../src/lib/server/four-eyes.ts';
import { InstallationProblem } from '../src/lib/server/installation-problem.ts';
import { withDatabase } from '../src/lib/server/with-database.ts';
import { cleanErased, cleaningEnded } from '../src/lib/server/withdrawals.ts';
import { runCommand } from './command.ts';

const usage = 'Say which need and why: npm run erase -- <number> --reason "<10 to 300 characters>"';

await runCommand(async (environment) => {
	const { number, reason } = readArguments();
	const dataFolder = resolve(environment.dataFolder);
	await withDatabase(environment, async (db) => {
		const problem = await eraseByCommand(db, number, reason, new Date());
		if (problem === 'need-unknown') {
			throw new InstallationProblem(`there is no need with the number ${number}.`);
		}
		if (problem) throw new InstallationProblem(`the words of need ${number} are gone already.`);
		cleanErased(db, dataFolder);
		await cleaningEnded();
		await writeErasedList(db, dataFolder);
	});
	console.log(`Need ${number} is erased; that it was told remains. The log has the reason.`);
	console.log(
		'Backups from before still hold it: docs/privacy.md says for how long, and what to do.'
	);
});

function readArguments(): { number: string; reason: string } {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: { reason: { type: 'string', default: '' } }
		});
		const [number, ...more] = positionals;
		const reason = v.safeParse(reasonSchema, values.reason);
		if (number && /^\d{1,15}$/.test(number) && reason.success && more.length === 0)
			return { number, reason: reason.output };
	} catch {
		// an option that there is not
	}
	throw new InstallationProblem(usage);
}
