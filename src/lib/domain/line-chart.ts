/** The geometry of a chart of lines over time, in the units of its drawing. */

/**
 * The round steps of an axis from 0 that holds `most`: at least one and at most five.
 * @param least the smallest step
 */
export function stepsFor(most: number, least = 5): number[] {
	const rough = Math.max(most, least) / 4;
	const power = 10 ** Math.floor(Math.log10(rough));
	const sizes = [1, 2, 2.5, 5, 10].map((part) => part * power);
	const size = Math.max(least, sizes.find((step) => step >= rough) ?? 0);
	const count = Math.ceil(Math.max(most, least) / size);
	return Array.from({ length: count + 1 }, (_, index) => Number((index * size).toPrecision(6)));
}

/** A place in the drawing. */
export interface Spot {
	x: number;
	y: number;
}

/**
 * The values from left to right, each at its place; null has none. Right to left where the reader reads so.
 * @param top the value at the upper edge
 */
export function spotsOf(
	values: readonly (number | null)[],
	top: number,
	size: { width: number; height: number },
	isMirrored = false
): (Spot | null)[] {
	const gap = size.width / Math.max(1, values.length - 1);
	return values.map((value, index) => {
		const x = isMirrored ? size.width - index * gap : index * gap;
		return value === null ? null : { x: round(x), y: round(size.height * (1 - value / top)) };
	});
}

/** The path of a line (SVG) through the places; where one is missing it is broken. */
export function lineThrough(spots: readonly (Spot | null)[]): string {
	return spots
		.map((spot, index) => spot && `${spots[index - 1] ? 'L' : 'M'}${spot.x} ${spot.y}`)
		.filter(Boolean)
		.join('');
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
