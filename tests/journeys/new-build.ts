/** The next Plaza: the same build under another version, in a checkout of its own. */
import {
	cpSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export function newBuild() {
	const checkout = mkdtempSync(join(tmpdir(), 'plaza-next-'));
	for (const name of ['build', 'scripts', 'src', 'static', 'package.json', 'package-lock.json']) {
		cpSync(join(root, name), join(checkout, name), { recursive: true });
	}
	for (const name of ['svelte.config.js', 'vite.config.ts', 'tsconfig.json']) {
		cpSync(join(root, name), join(checkout, name));
	}
	symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
	const oldVersion = (
		JSON.parse(readFileSync(join(root, 'build/client/_app/version.json'), 'utf8')) as {
			version: string;
		}
	).version;
	const version = `${oldVersion}1`;
	for (const entry of readdirSync(join(checkout, 'build'), {
		recursive: true,
		withFileTypes: true
	})) {
		const file = join(entry.parentPath, entry.name);
		// a route may be called like a file, such as did.json
		if (!entry.isFile()) continue;
		// a packed twin would still hold the old version
		if (/\.(gz|br)$/.test(file)) rmSync(file);
		else if (/\.(js|json)$/.test(file)) {
			const text = readFileSync(file, 'utf8');
			if (text.includes(oldVersion)) writeFileSync(file, text.replaceAll(oldVersion, version));
		}
	}
	return { checkout, version, oldVersion, remove: () => rmSync(checkout, { recursive: true }) };
}
