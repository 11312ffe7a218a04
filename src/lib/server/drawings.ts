/**
 * Drawings as files of symbols: icons and tiles in one, the pictures that every phone keeps in another, those of each
 * further module in one of its own, so that a phone fetches few files and none that it does not need.
 */
import { pictures } from 'virtual:lessons';

const files = {
	icon: import.meta.glob<string>('../ui/icons/*.svg', {
		query: '?raw',
		import: 'default',
		eager: true
	}),
	tile: import.meta.glob<string>('../ui/tiles/*.svg', {
		query: '?raw',
		import: 'default',
		eager: true
	}),
	card: import.meta.glob<string>('../ui/cards/*.svg', {
		query: '?raw',
		import: 'default',
		eager: true
	})
};

const drawn = import.meta.glob<string>('../../content/pictures/*.svg', {
	query: '?raw',
	import: 'default',
	eager: true
});

/**
 * What every page shows: a symbol `icon-<name>` or `tile-<name>` for each drawing. A browser reads a file whole for each
 * page that shows one of its drawings, so it has no others.
 */
export const drawings = spriteOf([...symbolsOf('icon'), ...symbolsOf('tile')]);

/** What every phone keeps and some pages show: a symbol `card-<name>` or `picture-<name>` for each drawing. */
export const pictureDrawings = spriteOf([
	...symbolsOf('card'),
	...pictures.first.map(pictureSymbol)
]);

/** The file of a module that is not in every pack; nothing where there is none. */
export function moduleDrawings(module: string): string | undefined {
	const names = Object.hasOwn(pictures.modules, module) ? pictures.modules[module] : undefined;
	return names && spriteOf(names.map(pictureSymbol));
}

function symbolsOf(sort: keyof typeof files): string[] {
	return Object.entries(files[sort]).map(([path, text]) =>
		symbolOf(`${sort}-${nameOf(path)}`, text)
	);
}

function pictureSymbol(name: string): string {
	return symbolOf(`picture-${name}`, drawn[`../../content/pictures/${name}.svg`] ?? '');
}

function spriteOf(symbols: string[]): string {
	return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}

function nameOf(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1, -'.svg'.length);
}

function symbolOf(id: string, svg: string): string {
	return svg
		.trim()
		.replace(/^<svg xmlns="[^"]*"/, `<symbol id="${id}"`)
		.replace(/<\/svg>$/, '</symbol>');
}
