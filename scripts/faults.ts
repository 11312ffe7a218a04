/**
 * `npm run test:faults`: every fault of docs/faults.md that one Linux machine can produce, also those that take
 * minutes. `PLAZA_SEED` and `PLAZA_HISTORIES` choose what the model test plays; it prints its seed.
 */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { buildWhenStale, root } from './setup.js';
import { provideChromium } from './chromium.js';

provideChromium();
await buildWhenStale();
const PATH = [
	join(process.execPath, '..'),
	join(root, 'node_modules/.bin'),
	process.env['PATH']
].join(delimiter);

function run(program: string, ...args: string[]): boolean {
	const { status } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, PATH }
	});
	return status === 0;
}

const vitest = ['vitest/vitest.mjs', 'run', '--reporter=verbose'] as const;
const fine = [
	run(...vitest, '--project', 'integration', 'tests/faults'),
	run(...vitest, '--project', 'faults'),
	run('@playwright/test/cli.js', 'test', 'tests/faults', '--workers=1')
].every(Boolean);
process.exit(fine ? 0 : 1);
