/** Files that are there whole or not at all, even after a power cut; only this account may read them. */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
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

/** Writes a file in the place of the one that is there. */
export function replaceFile(path: string, text: string): void {
	renameSync(writeDraft(path, text), path);
	settle(dirname(path));
}

function writeDraft(path: string, text: string): string {
	const draft = `${path}.${randomUUID()}`;
	const file = openSync(draft, 'wx', 0o600);
	try {
		writeSync(file, text);
		fsyncSync(file);
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
