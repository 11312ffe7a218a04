/** A text as a QR code, as data to draw. */
import { encode } from 'uqr';

/** Modules of white that every reader wants around a code (ISO 18004). */
export const quietZone = 4;

/** Versions that jsQR reads rarely (21) or never (23: it looks for an alignment pattern where there is none). */
const unread = [21, 23];

/** The dark modules as one path in a square of `size` modules, without the quiet zone. */
export function drawQr(text: string): { path: string; size: number } {
	const { data, size } = matrixOf(text);
	return { path: data.map(rowPath).join(''), size };
}

/** The modules of the smallest code for a text that every reader reads; true is dark. */
export function matrixOf(text: string): { data: boolean[][]; size: number } {
	const how = { ecc: 'L', boostEcc: true, border: 0 } as const;
	const smallest = encode(text, how);
	const { version } = smallest;
	return unread.includes(version) ? encode(text, { ...how, minVersion: version + 1 }) : smallest;
}

/** Dark modules side by side are one rectangle: a third of the text, and no seams between them. */
function rowPath(row: boolean[], y: number): string {
	let path = '';
	for (let x = 0; x < row.length; x++) {
		let length = 0;
		while (row[x + length]) length++;
		if (length > 0) path += `M${x} ${y}h${length}v1h-${length}z`;
		x += length;
	}
	return path;
}
