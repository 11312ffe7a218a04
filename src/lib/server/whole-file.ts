/** Files that are there whole or not at all, even after a power cut; only this account may read them. */
import { randomUUID } from 'node:crypto';
import {
	closeSync,
	fchownSync,
	fsyncSync,
	linkSync,
	openSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file that is not there yet. Another's file of this name is left as it is. */
export function placeFile(path: string, text: string): void {
	const draft = writeDraft(path, text);
	try {
		linkSync(draft, path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	} finally {
		rmSync(draft);
	}
	settle(dirname(path));
}

/** Writes a file in the place of the one that is there, for the same account. */
export function replaceFile(path: string, text: string): void {
	const draft = writeDraft(path, text, statSync(path));
	try {
		renameSync(draft, path);
	} catch (error) {
		rmSync(draft, { force: true });
		throw error;
	}
	settle(dirname(path));
}

/** Leaves nothing behind where the disk is full. */
function writeDraft(path: string, text: string, owner?: { uid: number; gid: number }): string {
	const draft = `${path}.${randomUUID()}`;
	const file = openSync(draft, 'wx', 0o600);
	try {
		// a command run as root must not lock the server's own account out
		if (owner && process.getuid?.() === 0) fchownSync(file, owner.uid, owner.gid);
		writeFileSync(file, text);
		fsyncSync(file);
	} catch (error) {
		rmSync(draft, { force: true });
		throw error;
	} finally {
		closeSync(file);
	}
	return draft;
}

function settle(folder: string): void {
	// Windows cannot open a folder; its file system keeps the name by itself
	if (process.platform === 'win32') return;
	const handle = openSync(folder, 'r');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}
