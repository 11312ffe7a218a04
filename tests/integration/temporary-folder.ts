import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder for one test; by its mode other accounts may enter it, or (0o700) may not. */
export function temporaryFolder(mode = 0o755): string {
	const folder = mkdtempSync(join(tmpdir(), 'plaza-test-'));
	chmodSync(folder, mode);
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}
