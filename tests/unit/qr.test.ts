/** Every code that Plaza draws is read by the reader that Plaza brings along. */
import jsQR from 'jsqr';
import { expect, it } from 'vitest';
import { longestInOneCode } from '../../src/lib/domain/qr-frames.ts';
import { drawQr, matrixOf, quietZone } from '../../src/lib/ui/qr.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_{}",:.';
const aText = (length: number) =>
	Array.from({ length }, (_, at) => alphabet[(at * at * 31 + at * 7) % alphabet.length]).join('');

/** As a screen shows it, seen straight and sharp. */
function read(text: string): string | undefined {
	const { data, size } = matrixOf(text);
	const scale = 4;
	const side = (size + 2 * quietZone) * scale;
	const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const row = data[Math.floor(y / scale) - quietZone];
			if (row?.[Math.floor(x / scale) - quietZone])
				pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
		}
	}
	return jsQR(pixels, side, side)?.data;
}

it('from the shortest to the longest', () => {
	for (let length = 1; length <= longestInOneCode; length += 41) {
		const text = aText(length);
		expect([length, read(text)]).toEqual([length, text]);
	}
});

it('the drawing has just the dark modules', () => {
	const { data, size } = matrixOf('Plaza');
	const drawn = drawQr('Plaza');
	expect(drawn.size).toBe(size);
	const dark = new Set<string>();
	for (const [, x = '', y = '', length = ''] of drawn.path.matchAll(
		/M(\d+) (\d+)h(\d+)v1h-\d+z/g
	)) {
		for (let step = 0; step < Number(length); step++) dark.add(`${Number(x) + step} ${y}`);
	}
	const wanted = data.flatMap((row, y) =>
		row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : []))
	);
	expect([...dark].sort()).toEqual(wanted.sort());
});
