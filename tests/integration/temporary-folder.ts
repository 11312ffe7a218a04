import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder for one test, gone afterwards together with a database that lives elsewhere; by its mode other accounts may enter it, or (0o700) may not. */
export function temporaryFolder(mode = 0o755): string {
	const folder = mkdtempSync(join(tmpdir(), 'plaza-test-'));
	chmodSync(folder, mode);
	onTestFinished(() => {
		const database = join(folder, 'postgres');
		if (existsSync(database)) rmSync(realpathSync(database), { recursive: true });
		rmSync(folder, { recursive: true, force: true });
	});
	return folder;
}
