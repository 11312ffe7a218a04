/** CRC-32 of a text of single-byte characters, as zip and PNG count it (ISO 3309), in eight hexadecimal digits. */
export function crc32(text: string): string {
	let crc = 0xffffffff;
	for (let index = 0; index < text.length; index++) {
		crc ^= text.charCodeAt(index) & 0xff;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}
