import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { compiled, nodeProgram, root } from './setup.js';

/**
 * Runs one of Plaza's TypeScript files under its own Node and ends as that ends; signals are passed on. The file
 * sees the channel to this process close when this one is killed.
 * @param {string} script name of a file in scripts/
 * @param {string[]} args
 */
export function runUnderNode(script, args) {
	const child = spawn(nodeProgram(), [join(root, 'scripts', script), ...args], {
		cwd: root,
		env: { ...compiled, ...process.env },
		stdio: ['inherit', 'inherit', 'inherit', 'ipc']
	});
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.on(signal, () => child.kill(signal));
	}
	child.once('exit', (code, signal) => {
		process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
	});
	if (process.env['npm_lifecycle_event']) endWithNpm();
}

/** npm cannot pass on kill -9: without this a server would go on, unseen, after its npm was killed. */
function endWithNpm() {
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent) process.exit(1);
	}, 500).unref();
}
