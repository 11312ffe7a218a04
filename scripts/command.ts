import { type Environment, readEnvironment } from '../src/lib/server/environment.ts';
import {
	InstallationProblem,
	isInstallationProblem
} from '../src/lib/server/installation-problem.ts';

/**
 * Runs a command with the checked environment and ends the process: 0 when it succeeded; 1 with one line when a
 * person must change something, with the stack when it is a fault of Plaza.
 */
export async function runCommand(
	command: (environment: Environment) => Promise<void>
): Promise<never> {
	// ends through `exit`, so that a PostgreSQL which was started for the command ends too
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
	try {
		const read = readEnvironment(process.env);
		if ('problems' in read) throw new InstallationProblem(read.problems.join(' '));
		await command(read.environment);
		process.exit(0);
	} catch (error) {
		console.error(isInstallationProblem(error) ? `Plaza: ${error.message}` : error);
		process.exit(1);
	}
}
