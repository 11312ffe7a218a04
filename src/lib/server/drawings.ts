/**
 * Drawings as files of symbols: icons, tiles and the pictures that every phone keeps in one, the pictures of each further
 * module in another, so that a phone fetches few files and none that it does not need.
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

/** The first file: a symbol `icon-<name>`, `tile-<name>`, `card-<name>` or `picture-<name>` for each drawing. */
export const drawings = spriteOf([
	...Object.entries(files).flatMap(([sort, drawn]) =>
		Object.entries(drawn).map(([path, text]) => symbolOf(`${sort}-${nameOf(path)}`, text))
	),
	...pictures.first.map(pictureSymbol)
]);

/** The file of a module that is not in every pack; nothing where there is none. */
export function moduleDrawings(module: string): string | undefined {
	const names = Object.hasOwn(pictures.modules, module) ? pictures.modules[module] : undefined;
	return names && spriteOf(names.map(pictureSymbol));
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
