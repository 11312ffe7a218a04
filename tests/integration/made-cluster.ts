import { chmodSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/**
 * A data folder for one test with an empty cluster in it, as Plaza's first start makes it, for tests that are not about
 * that: a copy of the run's own, where it has one.
 */
export function folderWithCluster(): string {
	const folder = temporaryFolder();
	const made = inject('madeCluster');
	if (made) {
		const home = join(folder, 'postgres');
		const cluster = join(home, 'cluster');
		mkdirSync(home);
		// PostgreSQL's own account goes through it to the cluster, which nobody else may enter
		chmodSync(home, 0o711);
		cpSync(made, cluster, { recursive: true });
		chmodSync(cluster, 0o700);
	}
	return folder;
}
