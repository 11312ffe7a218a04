/**
 * Something about this installation that a person must change before Plaza can go on: a setting, a folder,
 * a database. Its message is one complete sentence in English; the command that meets it prints that one line
 * and ends with a non-zero exit code.
 */
export class InstallationProblem extends Error {
	override name = 'InstallationProblem';
}

/** By its name, since the built app has a copy of this class of its own. */
export function isInstallationProblem(error: unknown): error is InstallationProblem {
	return error instanceof Error && error.name === 'InstallationProblem';
}

/** The reason of a failed system call in words that an installer can look up, without its stack. */
export function reasonOf(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	return text.replace(/\n.*/s, '');
}
