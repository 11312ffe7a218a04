/** The house stands as it was planned: imports run downward only, and each room keeps to its own world. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;

/** What each room may import of the others. */
const below: Record<string, readonly string[]> = {
	domain: [],
	i18n: ['domain'],
	content: [],
	device: ['domain'],
	server: ['domain', 'i18n', 'ui/icons', 'ui/tiles', 'ui/cards', 'content'],
	ui: ['i18n', 'domain'],
	'service-worker': ['device', 'domain'],
	routes: ['domain', 'i18n', 'device', 'server', 'ui'],
	params: ['domain']
};

const sources = walk('src').filter((file) => /\.(ts|js|svelte)$/.test(file));

describe('the house', () => {
	it('has only rooms that are known', () => {
		const rooms = new Set(sources.map(roomOf).filter((room) => room !== undefined));
		expect([...rooms].filter((room) => !(room in below))).toEqual([]);
	});

	it('lets imports run downward only', () => {
		const wrong = sources.flatMap((file) => {
			const room = roomOf(file);
			if (!room) return [];
			return importsOf(file)
				.filter((target) => {
					const other = roomOf(target);
					if (!other || other === room) return false;
					return !(below[room] ?? []).some((allowed) => placeIn(target).startsWith(allowed));
				})
				.map((target) => `${file} -> ${target}`);
		});
		expect(wrong).toEqual([]);
	});

	it('lets device and server never meet, not even in a page', () => {
		const meeting = sources.filter((file) => {
			const rooms = importsOf(file).map(roomOf);
			return rooms.includes('device') && rooms.includes('server');
		});
		expect(meeting).toEqual([]);
	});

	it('keeps the domain pure: no clock, no chance, no DOM, no network, no files', () => {
		const impure =
			/\b(Date\.now\(|new Date\(\)|Math\.random|crypto\.|fetch\(|document\.|window\.|localStorage|process\.)|from 'node:/;
		expect(guilty('src/lib/domain', impure)).toEqual([]);
	});

	it('lets only the sender speak to the network on the phone', () => {
		const speakers = guilty('src/lib/device', /\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket/);
		expect(speakers).toEqual(['src/lib/device/sync/exchange.ts']);
	});

	it('keeps SvelteKit and its environment out of the rooms below the routes', () => {
		expect(guilty('src/lib', /from '\$(app|env)\//)).toEqual([]);
	});

	it('prints no text of people as HTML', () => {
		expect(guilty('src', /\{@html/)).toEqual([]);
	});

	it('knows no left and right in styles, and no style attributes', () => {
		const sided =
			/(margin|padding|border|inset)-(left|right)|text-align: *(left|right)|[^-\w](left|right): *[\d-]|\sstyle="|\sstyle=\{/;
		expect(guilty('src', sided)).toEqual([]);
	});

	it('uses nothing on phones that is younger than Chrome 94, Safari 15.4 and Firefox 102', () => {
		const young =
			/[\w)\]]\.(toSorted|toReversed|toSpliced|findLast|findLastIndex|groupBy|toWellFormed|isWellFormed|withResolvers|fromAsync)\(|\bstructuredClone\(/;
		const rooms = ['lib/domain', 'lib/device', 'lib/ui', 'service-worker', 'routes/[lang=lang]'];
		const files = rooms.flatMap((room) => guilty(`src/${room}`, young));
		expect(files.filter((file) => !/\/ui\/staff\/|server\.ts$/.test(file))).toEqual([]);
	});

	it('has no file that has grown over 250 lines', () => {
		const long = [...sources, ...walk('scripts')].filter(
			(file) => read(file).split('\n').length > 250
		);
		expect(long).toEqual([]);
	});
});

function guilty(folder: string, pattern: RegExp): string[] {
	return walk(folder)
		.filter((file) => /\.(ts|js|svelte|css)$/.test(file))
		.filter((file) => pattern.test(withoutComments(read(file))));
}

function withoutComments(text: string): string {
	return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|<!--[\s\S]*?-->/gm, '');
}

function importsOf(file: string): string[] {
	const names = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;
	return [...withoutComments(read(file)).matchAll(names)].flatMap(([, name = '']) => {
		if (name.startsWith('$lib/')) return [`src/lib/${name.slice(5)}`];
		if (name.startsWith('.')) return [normalize(join(dirname(file), name))];
		return [];
	});
}

function placeIn(file: string): string {
	return file.replace(/^src\/lib\//, '').replace(/^src\//, '');
}

function roomOf(file: string): string | undefined {
	if (!file.startsWith('src/')) return undefined;
	const [first, second] = placeIn(file).split('/');
	return second ? first : undefined;
}

function walk(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function read(file: string): string {
	return readFileSync(join(root, file), 'utf8');
}
