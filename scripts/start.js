/** `npm start`: from a fresh clone to a running Plaza, under any Node >= 20. */
import { installPackages } from './setup.js';
import { runUnderNode } from './under-node.js';

installPackages();
runUnderNode('serve.ts', process.argv.slice(2));
