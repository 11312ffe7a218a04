/** One range of bytes, as players ask for it (RFC 9110, section 14). */

/** The first and the last byte of a part. */
export interface ByteRange {
	first: number;
	last: number;
}

/**
 * What part of `size` bytes a Range header asks for: undefined for all of it, also where the header is none or asks for
 * several parts; 'none' when nothing lies there.
 */
export function readRange(header: string | null, size: number): ByteRange | 'none' | undefined {
	const [, from, to] = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? '') ?? [];
	if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
	if (from === '')
		return Number(to) > 0 ? { first: Math.max(0, size - Number(to)), last: size - 1 } : 'none';
	const first = Number(from);
	const last = to === '' ? Infinity : Number(to);
	if (last < first) return undefined;
	return first < size ? { first, last: Math.min(last, size - 1) } : 'none';
}
