/** `node scripts/run.js <name> [args]`: runs scripts/<name>.ts under Plaza's own Node, on a fresh clone too. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, installPackages, root } from './setup.js';
import { runUnderNode } from './under-node.js';

const [name = '', ...args] = process.argv.slice(2);
const script = `${name}.ts`;
if (!/^[a-z-]+$/.test(name) || !existsSync(join(root, 'scripts', script))) {
	fail(`there is no command "${name}".`);
}
installPackages();
runUnderNode(script, args);
