/** Dexie lies in one built file that pages import and the worker loads as a script (src/lib/device/dexie.ts). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const place = join(import.meta.dirname, '../node_modules/dexie');
const { version } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
	version: string;
};
const file = `_app/immutable/shared/dexie-${version}.js`;

const shared = `import '/${file}';
export const { Dexie } = globalThis;
export const { liveQuery } = Dexie;`;

/** In built pages the shared file, and everywhere else the package. */
export function sharedDexie(): Plugin {
	let isBuild = false;
	return {
		name: 'plaza-dexie',
		enforce: 'pre',
		configResolved: ({ command }) => void (isBuild = command === 'build'),
		resolveId: (id) => (id === `/${file}` ? { id, external: true } : undefined),
		load(id) {
			if (!id.endsWith('/src/lib/device/dexie.ts')) return undefined;
			const isPage = isBuild && this.environment.name === 'client';
			return isPage ? shared : "export { Dexie, liveQuery } from 'dexie';";
		},
		generateBundle() {
			if (this.environment.name !== 'client') return;
			this.emitFile({ type: 'asset', fileName: file, source: asScript() });
		}
	};
}

/** Its smallest build, which is for modules, as a script: a worker loads nothing else. */
function asScript(): string {
	const module = readFileSync(join(place, 'dist/modern/dexie.min.mjs'), 'utf8');
	const [end, name] =
		/export\{[^}]*?(\w+) as Dexie\b[^}]*\};?\s*(\/\/# sourceMappingURL.*)?\s*$/.exec(module) ?? [];
	if (!end || !name) throw new Error('Dexie has another shape: look at this plugin');
	return `(()=>{"use strict";${module.slice(0, -end.length)}globalThis.Dexie=${name}})();`;
}
