// `npm run activity`: is the log of what the staff did whole?
import { verifyActivity } from '../src/lib/server/activity-list.ts';
import { InstallationProblem } from '../src/lib/server/installation-problem.ts';
import { withDatabase } from '../src/lib/server/with-database.ts';
import { runCommand } from './command.ts';

const USAGE = 'Say what to do: npm run activity -- verify';

await runCommand(async (environment) => {
	const [command, ...more] = process.argv.slice(2);
	if (command !== 'verify' || more[0]) throw new InstallationProblem(USAGE);
	const { sound, broken, last } = await withDatabase(environment, verifyActivity);
	if (broken !== undefined) {
		throw new InstallationProblem(
			`the log of activity is broken at entry ${broken}: it was changed, or one before it is missing. The ${sound} entries before it are sound.`
		);
	}
	console.log(`The log of activity is whole: ${sound} entries.`);
	console.log(`Its last hash is ${last}. Note both: later they must still be in it.`);
});
