/** Reads a workbook as another program would: by the archive's directory, and cell by cell. */
import { crc32, inflateRawSync } from 'node:zlib';

/** The files of a zip archive by name; each is checked against its checksum. */
export function unzip(archive: Buffer): Map<string, string> {
	const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
	const files = new Map<string, string>();
	let at = archive.readUInt32LE(end + 16);
	for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
		const [crc, packed, size] = [16, 20, 24].map((field) => archive.readUInt32LE(at + field));
		const nameLength = archive.readUInt16LE(at + 28);
		const start = archive.readUInt32LE(at + 42);
		const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
		const from = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
		const bytes = inflateRawSync(archive.subarray(from, from + (packed ?? 0)));
		if (bytes.length !== size || crc32(bytes) !== crc) throw new Error(`${name} is damaged`);
		files.set(name, bytes.toString());
		at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
	}
	return files;
}

/** The cells of all sheets, row by row; each with its type: `text`, `number`, `instant`, `boolean` or `empty`. */
export function readWorkbook(archive: Buffer): { type: string; value: string }[][][] {
	const files = unzip(archive);
	return [...files.keys()]
		.filter((name) => name.startsWith('xl/worksheets/'))
		.map((name) =>
			[...(files.get(name) ?? '').matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) =>
				[...row.matchAll(/<c(?: ([^>]*?))?(?:\/>|>(.*?)<\/c>)/gs)].map(([, kind = '', inner]) => {
					const value = unescaped(/<(?:v|t[^>]*)>(.*?)<\/(?:v|t)>/s.exec(inner ?? '')?.[1] ?? '');
					if (inner === undefined) return { type: 'empty', value };
					if (kind.includes('inlineStr')) return { type: 'text', value };
					if (kind === 't="b"') return { type: 'boolean', value };
					return { type: kind === 's="1"' ? 'instant' : 'number', value };
				})
			)
		);
}

function unescaped(text: string): string {
	return text
		.replaceAll('&#13;', '\r')
		.replaceAll('&gt;', '>')
		.replaceAll('&lt;', '<')
		.replaceAll('&amp;', '&')
		.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
