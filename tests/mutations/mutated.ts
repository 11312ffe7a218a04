import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';
import { mutantsOf } from './mutants.ts';
import { targets } from './targets.ts';

const root = join(import.meta.dirname, '../..');

/** Lets the sources be read with their mistakes built in. The files on the disk stay as they are. */
export function mutated(): Plugin {
	return {
		name: 'plaza-mutated',
		enforce: 'pre',
		load: (id) => {
			const file = relative(root, id);
			return file in targets ? mutantsOf(file, readFileSync(id, 'utf8')).code : undefined;
		}
	};
}
