import * as v from 'valibot';

/** A UUID of any version in lower case (RFC 9562): what names a submission for ever. */
export const idSchema = v.pipe(
	v.string(),
	v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'id')
);

/**
 * A UUIDv7 (RFC 9562, section 5.7) from the hour and ten random bytes.
 * Hour and chance come in as arguments; a clock before 1970 counts as 1970.
 * @param now milliseconds since 1970
 * @param random at least 10 random bytes
 */
export function makeId(now: number, random: Uint8Array): string {
	const bytes = new Uint8Array(16);
	let rest = Math.min(Math.max(0, Math.floor(now)), 2 ** 48 - 1);
	for (let index = 5; index >= 0; index--) {
		bytes[index] = rest % 256;
		rest = Math.floor(rest / 256);
	}
	bytes.set(random.subarray(0, 10), 6);
	return idFromBytes(bytes, 7);
}

/** Sixteen bytes as a UUID of the given version (the variant bits are set, RFC 9562). */
export function idFromBytes(source: Uint8Array, version: number): string {
	const bytes = source.slice(0, 16);
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		hex.slice(12, 16),
		hex.slice(16, 20),
		hex.slice(20)
	].join('-');
}

/** The hour in a UUIDv7, in milliseconds since 1970. */
export function timeOfId(id: string): number {
	return parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
