/** The content folder as its readers want it: path -> text. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export const contentFolder = join(import.meta.dirname, '../src/content');

/** Every file of the lessons: its path with `/`, and its text. */
export function contentFiles(): Map<string, string> {
	const entries = readdirSync(contentFolder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	return new Map(
		entries.map((path) => [
			relative(contentFolder, path).split(sep).join('/'),
			readFileSync(path, 'utf8')
		])
	);
}
