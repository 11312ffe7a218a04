/** The patterns of tiles, in the order in which they are laid. */
export const tileNames = [
	'star',
	'diamond',
	'flower',
	'wave',
	'corner',
	'cross',
	'arch',
	'leaf'
] as const;
