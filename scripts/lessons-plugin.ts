/** Vite reads the lessons of src/content once, and stops when an author has something to mend. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import { languages } from '../src/lib/domain/language.ts';
import { readContent } from '../src/lib/server/lesson-markdown/content.ts';
import { formatMistake } from '../src/lib/server/lesson-markdown/mistake.ts';

const name = 'virtual:lessons';
const folder = join(import.meta.dirname, '../src/content');

/**
 * Makes `virtual:lessons` importable by the server. A mistake, or a language that is missing, stops the
 * build with file and line; with PLAZA_PARTIAL_CONTENT=1 a missing language is only warned of.
 */
export function lessons(): Plugin {
	return {
		name: 'plaza-lessons',
		resolveId: (id) => (id === name ? `\0${name}` : undefined),
		load(id) {
			if (id !== `\0${name}`) return undefined;
			const files = readFiles(folder);
			for (const file of files.keys()) this.addWatchFile(join(folder, file));
			const { content, mistakes, missing } = readContent(files, languages);
			const partial = process.env['PLAZA_PARTIAL_CONTENT'] === '1';
			const stops = partial ? mistakes : [...mistakes, ...missing];
			const say = (list: typeof mistakes) =>
				list.map((mistake) => `src/content/${formatMistake(mistake)}`).join('\n');
			if (stops.length > 0) this.error(`Lessons to mend:\n${say(stops)}`);
			if (missing.length > 0) this.warn(`Lessons not translated yet:\n${say(missing)}`);
			return `export const content = JSON.parse(${JSON.stringify(JSON.stringify(content))});`;
		}
	};
}

/** Every file below a folder: its path with `/`, and its text. */
function readFiles(root: string): Map<string, string> {
	const entries = readdirSync(root, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	return new Map(
		entries.map((path) => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')])
	);
}
