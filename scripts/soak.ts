/**
 * `npm run soak`: 30 phones, one hub, one city for 3 minutes of faults, then quiet. `PLAZA_SOAK_MINUTES` says for how long,
 * `PLAZA_SEED` with which chance; the seed is printed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildWhenStale, root } from './setup.js';

await buildWhenStale();
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const args = ['run', '--project', 'faults', '--reporter=verbose', 'tests/faults/soak'];
const { status } = spawnSync(process.execPath, [vitest, ...args], {
	cwd: root,
	stdio: 'inherit',
	env: { PLAZA_SOAK_MINUTES: '3', ...process.env }
});
process.exit(status ?? 1);
