/**
 * Each page names all styles that it has from the start. SvelteKit gathers them from the list of built files (`find_deps` in
 * its `build/utils.js`), but forgets those of a file that the page shares with something fetched later, where it comes to
 * that first: the page then stands without them until its script runs, and for good without script. Here the list says for
 * each page itself what its files bring.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, Plugin } from 'vite';

export function pageStyles(): Plugin {
	return {
		name: 'plaza-page-styles',
		apply: 'build',
		applyToEnvironment: (environment) => environment.name === 'client',
		writeBundle({ dir = '' }) {
			const path = join(dir, '.vite/manifest.json');
			if (!existsSync(path)) return;
			const files = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
			writeFileSync(path, JSON.stringify(withAllStyles(files)));
		}
	};
}

/** The list of built files, where each page names the styles of all that it imports, those of what lies deepest first. */
export function withAllStyles(files: Manifest): Manifest {
	const pages = Object.entries(files).filter(([name]) => /\/nodes\/\d+\.js$/.test(name));
	const told = pages.map(([name, page]) => {
		const css = [...new Set(stylesOf(files, name, new Set()))];
		return [name, css.length > 0 ? { ...page, css } : page] as const;
	});
	return { ...files, ...Object.fromEntries(told) };
}

function stylesOf(files: Manifest, name: string, seen: Set<string>): string[] {
	if (seen.has(name)) return [];
	seen.add(name);
	const { imports = [], css = [] } = files[name] ?? {};
	return [...imports.flatMap((each) => stylesOf(files, each, seen)), ...css];
}
