/** A zip archive that is written while its files are made: none of them is whole in memory (APPNOTE 6.3.10). */
import { crc32, createDeflateRaw, constants } from 'node:zlib';

/** A file of the archive; the name is plain ASCII. */
export interface ZippedFile {
	name: string;
	/** Text in pieces, in UTF-8. */
	pieces: AsyncIterable<string> | Iterable<string>;
}

interface Entry {
	name: Buffer;
	crc: number;
	packed: number;
	size: number;
	offset: number;
}

/** Sizes stand in 32 bits: what is larger needs zip64, which not all readers know. */
const largest = 0xffffffff;
/** Sizes come behind the file; names are UTF-8. */
const flags = 0x0808;
const version = 20;
const deflated = 8;
/** 1 January 1980: an archive does not say when it was made. */
const date = 0x0021;

/**
 * The archive of these files, in their order.
 * @throws RangeError when a file or the archive grows over 4 GiB
 */
export async function* zipPieces(
	files: AsyncIterable<ZippedFile> | Iterable<ZippedFile>
): AsyncGenerator<Uint8Array> {
	const entries: Entry[] = [];
	let offset = 0;
	for await (const { name, pieces } of files) {
		const entry: Entry = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, offset };
		const header = localHeader(entry);
		yield header;
		for await (const bytes of deflate(pieces, entry)) {
			entry.packed += bytes.length;
			yield bytes;
		}
		const behind = numbers([4, 0x08074b50], [4, entry.crc], [4, entry.packed], [4, entry.size]);
		yield behind;
		offset += header.length + entry.packed + behind.length;
		if (entry.size > largest || offset > largest) throw new RangeError('the archive is too large');
		entries.push(entry);
	}
	const directory = Buffer.concat(entries.map(centralHeader));
	yield directory;
	yield numbers(
		[4, 0x06054b50],
		[4, 0],
		[2, entries.length],
		[2, entries.length],
		[4, directory.length],
		[4, offset],
		[2, 0]
	);
}

async function* deflate(
	pieces: ZippedFile['pieces'],
	entry: Entry
): AsyncGenerator<Uint8Array, void, undefined> {
	const packer = createDeflateRaw({ level: constants.Z_BEST_SPEED });
	const feed = async () => {
		for await (const piece of pieces) {
			const bytes = Buffer.from(piece);
			entry.crc = crc32(bytes, entry.crc);
			entry.size += bytes.length;
			// waits while nobody takes what is packed; it is called too when somebody breaks off
			await new Promise((go) => packer.write(bytes, go));
			if (packer.destroyed) return;
		}
		packer.end();
	};
	const feeding = feed().catch((error: unknown) => void packer.destroy(error as Error));
	try {
		for await (const bytes of packer) yield bytes as Uint8Array;
	} finally {
		packer.destroy();
		await feeding;
	}
}

function localHeader({ name }: Entry): Buffer {
	const fields = numbers([4, 0x04034b50], ...common(name, { crc: 0, packed: 0, size: 0 }), [2, 0]);
	return Buffer.concat([fields, name]);
}

function centralHeader(entry: Entry): Buffer {
	const fields = numbers(
		[4, 0x02014b50],
		[2, version],
		...common(entry.name, entry),
		...([2, 2, 2, 2].map((size) => [size, 0]) as [number, number][]),
		[4, 0],
		[4, entry.offset]
	);
	return Buffer.concat([fields, entry.name]);
}

function common(
	name: Buffer,
	{ crc, packed, size }: Pick<Entry, 'crc' | 'packed' | 'size'>
): [number, number][] {
	return [
		[2, version],
		[2, flags],
		[2, deflated],
		[2, 0],
		[2, date],
		[4, crc],
		[4, packed],
		[4, size],
		[2, name.length]
	];
}

/** Little-endian numbers of the given sizes in bytes. */
function numbers(...fields: [size: number, value: number][]): Buffer {
	const bytes = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0));
	let at = 0;
	for (const [size, value] of fields) at = bytes.writeUIntLE(value, at, size);
	return bytes;
}
