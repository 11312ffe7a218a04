/** The secret that signs the staff's cookies: in its own file of the data folder, made at first use. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InstallationProblem, reasonOf } from './installation-problem.ts';
import { placeFile } from './whole-file.ts';

const staffSecretFile = 'staff-secret';

/**
 * The secret of this data folder, 256 random bits as base64url. A new one would only sign everybody out.
 * @throws InstallationProblem when the file is there but cannot be read
 */
export function readStaffSecret(dataFolder: string): string {
	const path = join(dataFolder, staffSecretFile);
	try {
		const secret = readFileSync(path, 'utf8').trim();
		if (secret.length >= 43) return secret;
		throw new InstallationProblem(`${path} is damaged; remove it, and a new one is made.`);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
			if (error instanceof InstallationProblem) throw error;
			throw new InstallationProblem(`${path} cannot be read: ${reasonOf(error)}.`);
		}
	}
	placeFile(path, `${randomBytes(32).toString('base64url')}\n`);
	return readStaffSecret(dataFolder);
}
