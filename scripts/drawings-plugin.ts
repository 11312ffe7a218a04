/** Names the drawings by their content, so that a browser that has them need not ask again (`ui/drawings.ts`). */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { contentFiles } from './content-files.ts';

const folders = ['icons', 'tiles', 'cards'].map((name) =>
	join(import.meta.dirname, '../src/lib/ui', name)
);

/** Makes `import.meta.env.DRAWINGS`: other letters whenever a drawing, or the lesson that shows it, has changed. */
export function drawings(): Plugin {
	return {
		name: 'plaza-drawings',
		config: () => ({ define: { 'import.meta.env.DRAWINGS': JSON.stringify(hashOfDrawings()) } })
	};
}

function hashOfDrawings(): string {
	const hash = createHash('sha256').update(JSON.stringify([...contentFiles()]));
	for (const folder of folders) {
		for (const name of readdirSync(folder).sort()) {
			hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
		}
	}
	return hash.digest('base64url').slice(0, 8);
}
