/** Counts the tries to decode a picture, in a file beside it, so that the count outlives a crash. */
import { appendFileSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const mostTries = 3;

function markOf(dataFolder: string, sha256: string): string {
	return join(dataFolder, 'media', 'arriving', `${sha256}.decoding`);
}

/** Counts one more try; false when there were too many that never ended. */
export function countDecoding(dataFolder: string, sha256: string): boolean {
	const mark = markOf(dataFolder, sha256);
	const tries = statSync(mark, { throwIfNoEntry: false })?.size ?? 0;
	if (tries >= mostTries) return false;
	mkdirSync(dirname(mark), { recursive: true, mode: 0o700 });
	appendFileSync(mark, '.');
	return true;
}

/** The try has ended, well or not. */
export function decodingEnded(dataFolder: string, sha256: string): void {
	rmSync(markOf(dataFolder, sha256), { force: true });
}
