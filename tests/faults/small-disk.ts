/** A disk of so many megabytes, and what fills it to the last byte and frees it again. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, type TestContext } from 'vitest';
import { temporaryFolder } from '../integration/temporary-folder.ts';

/** It is gone with its test, which is left out where nothing can be mounted. */
export function smallDisk(context: TestContext, megabytes: number) {
	const folder = join(temporaryFolder(), 'disk');
	mkdirSync(folder);
	const size = `size=${megabytes}m`;
	const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder]);
	if (status !== 0) context.skip('no tmpfs can be mounted here');
	onTestFinished(() => void spawnSync('umount', ['-l', folder]));
	const ballast = join(folder, 'ballast');
	return {
		folder,
		fill: () => spawnSync('sh', ['-c', `cat /dev/zero > ${ballast} 2>/dev/null`]),
		free: () => {
			writeFileSync(ballast, '');
			rmSync(ballast);
		}
	};
}
