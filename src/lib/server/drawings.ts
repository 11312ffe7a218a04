/** All drawings as one file of symbols: icons, tiles and the lessons' pictures, so that a phone fetches them once. */
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
	}),
	picture: import.meta.glob<string>('../../content/pictures/*.svg', {
		query: '?raw',
		import: 'default',
		eager: true
	})
};

/** The sprite: a symbol `icon-<name>`, `tile-<name>`, `card-<name>` or `picture-<name>` for each file. */
export const drawings = `<svg xmlns="http://www.w3.org/2000/svg">${Object.entries(files)
	.flatMap(([sort, drawn]) =>
		Object.entries(drawn).map(([path, text]) => symbolOf(`${sort}-${nameOf(path)}`, text))
	)
	.join('')}</svg>`;

function nameOf(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1, -'.svg'.length);
}

function symbolOf(id: string, svg: string): string {
	return svg
		.trim()
		.replace(/^<svg xmlns="[^"]*"/, `<symbol id="${id}"`)
		.replace(/<\/svg>$/, '</symbol>');
}
