/** The bytes with one bit changed, in the byte at this place. */
export function flip(body: Buffer, at: number): Buffer {
	const changed = Buffer.from(body);
	changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
	return changed;
}
