/**
 * Media as files in the data folder: whole ones named by the sha256 of their bytes, and those that are still arriving.
 * What a function has given back is on the disk, names too.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Bytes of the disk that media leave free, so that words still have room. */
const reserve = 256 * 1024 * 1024;
/** On a small disk, this part of it. */
const reservePart = 0.05;

/** Where a whole file lies. */
export function pathOf(dataFolder: string, sha256: string): string {
	return join(dataFolder, 'media', sha256.slice(0, 2), sha256);
}

function arrivingPath(dataFolder: string, sha256: string): string {
	return join(dataFolder, 'media', 'arriving', sha256);
}

/** sha256 of bytes, base64url: the name of their file. */
export function nameOf(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('base64url');
}

/** Is there room for so many bytes, and the reserve beside them? */
export async function hasRoom(dataFolder: string, bytes: number): Promise<boolean> {
	const { bavail, blocks, bsize } = await statfs(dataFolder);
	return bavail * bsize - bytes > Math.min(reserve, blocks * bsize * reservePart);
}

/** How many bytes of a file have arrived. */
export async function bytesArrived(dataFolder: string, sha256: string): Promise<number> {
	return (await sizeOf(arrivingPath(dataFolder, sha256))) ?? 0;
}

/** Is a whole file of this name there? */
export async function isThere(dataFolder: string, sha256: string): Promise<boolean> {
	return (await sizeOf(pathOf(dataFolder, sha256))) !== undefined;
}

/** Writes a piece where the last one ended. When the disk is full, what was there before stays as it was. */
export async function append(
	dataFolder: string,
	sha256: string,
	offset: number,
	piece: Uint8Array
): Promise<void> {
	const path = arrivingPath(dataFolder, sha256);
	const isNew = offset === 0;
	if (isNew) await makeFolder(dirname(path));
	const file = await open(path, isNew ? 'w' : 'r+', 0o600);
	try {
		for (let done = 0; done < piece.length;) {
			const { bytesWritten } = await file.write(piece, done, piece.length - done, offset + done);
			done += bytesWritten;
		}
		await file.sync();
	} catch (error) {
		await file.truncate(offset).catch(() => undefined);
		throw error;
	} finally {
		await file.close();
	}
	if (isNew) await settle(dirname(path));
}

/** All bytes of a file that has arrived. */
export async function readArrived(
	dataFolder: string,
	sha256: string
): Promise<Buffer<ArrayBuffer>> {
	return readFile(arrivingPath(dataFolder, sha256));
}

/** Forgets what has arrived of a file. */
export async function dropArrived(dataFolder: string, sha256: string): Promise<void> {
	await rm(arrivingPath(dataFolder, sha256), { force: true });
}

/**
 * Keeps bytes as a whole file and gives its name; bytes that are there already are there once, and a file that the disk
 * has changed is whole again.
 */
export async function keepFile(dataFolder: string, bytes: Uint8Array): Promise<string> {
	const sha256 = nameOf(bytes);
	const path = pathOf(dataFolder, sha256);
	await makeFolder(dirname(path));
	if (await holds(path, bytes)) {
		// whoever wrote it may have died before its name was on the disk
		await settle(dirname(path));
		return sha256;
	}
	const draft = `${path}.${randomUUID()}`;
	const file = await open(draft, 'wx', 0o600);
	try {
		await file.writeFile(bytes);
		await file.sync();
		await file.close();
		await rename(draft, path);
	} catch (error) {
		await file.close().catch(() => undefined);
		await rm(draft, { force: true });
		throw error;
	}
	await settle(dirname(path));
	return sha256;
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
	const found = await readFile(path).catch(() => undefined);
	return found?.equals(bytes) ?? false;
}

/** Deletes a whole file. */
export async function dropFile(dataFolder: string, sha256: string): Promise<void> {
	await rm(pathOf(dataFolder, sha256), { force: true });
}

/** Names of all files: whole ones, those that are arriving, and drafts that a crash left behind. */
export async function listFiles(
	dataFolder: string
): Promise<{ whole: string[]; arriving: string[]; drafts: string[] }> {
	const folder = join(dataFolder, 'media');
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	const files = entries.filter((entry) => entry.isFile());
	const isArriving = ({ parentPath }: (typeof files)[number]) => parentPath.endsWith('arriving');
	const whole = files.filter((file) => !isArriving(file));
	return {
		whole: whole.filter(({ name }) => name.length === 43).map(({ name }) => name),
		arriving: files.filter(isArriving).map(({ name }) => name),
		drafts: whole
			.filter(({ name }) => name.length > 43)
			.map(({ parentPath, name }) => join(parentPath, name))
	};
}

async function sizeOf(path: string): Promise<number | undefined> {
	try {
		return (await stat(path)).size;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}

async function makeFolder(folder: string): Promise<void> {
	const made = await mkdir(folder, { recursive: true, mode: 0o700 });
	for (let each = folder; made && each.length >= made.length; each = dirname(each)) {
		await settle(dirname(each));
	}
}

/** Makes names durable. Windows cannot open a folder; its file system keeps the name by itself. */
async function settle(folder: string): Promise<void> {
	if (process.platform === 'win32') return;
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
