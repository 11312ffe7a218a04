/**
 * Something about this installation that a person must change before Plaza can go on: a setting, a folder,
 * a database. Its message is one complete sentence in English; the command that meets it prints that one line
 * and ends with a non-zero exit code.
 */
export class InstallationProblem extends Error {
	override name = 'InstallationProblem';
}

/** The reason of a failed system call in words that an installer can look up, without its stack. */
export function reasonOf(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	return text.replace(/\n.*/s, '');
}
