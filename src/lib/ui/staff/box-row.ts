/** A row of numbers for a box over a photo, in hundredths of the picture; null where nothing is typed. */
export interface BoxRow {
	x: number | null;
	y: number | null;
	width: number | null;
	height: number | null;
}

/** Is it a box already? */
export function isBox(row: BoxRow): row is { x: number; y: number; width: number; height: number } {
	return Object.values(row).every((value) => typeof value === 'number' && Number.isFinite(value));
}

/** The box between two corners, within the picture and never thinner than a line of it. */
export function between(a: { x: number; y: number }, b: { x: number; y: number }): BoxRow {
	const x = within(Math.min(a.x, b.x), 99);
	const y = within(Math.min(a.y, b.y), 99);
	return {
		...{ x, y },
		width: tenth(Math.max(1, within(Math.max(a.x, b.x), 100) - x)),
		height: tenth(Math.max(1, within(Math.max(a.y, b.y), 100) - y))
	};
}

/** A key of the keyboard on a box: arrows move it, with shift they make it larger or smaller. */
export function keyed(row: BoxRow, key: string, shift: boolean): BoxRow | undefined {
	const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
	if (!by || !isBox(row)) return undefined;
	const [across = 0, down = 0] = by;
	if (shift) {
		const width = Math.min(100 - row.x, Math.max(1, row.width + across));
		const height = Math.min(100 - row.y, Math.max(1, row.height + down));
		return { ...row, width: tenth(width), height: tenth(height) };
	}
	return {
		...row,
		x: within(row.x + across, 100 - row.width),
		y: within(row.y + down, 100 - row.height)
	};
}

function within(value: number, most: number): number {
	return tenth(Math.min(Math.max(0, most), Math.max(0, value)));
}

function tenth(value: number): number {
	return Math.round(value * 10) / 10;
}
