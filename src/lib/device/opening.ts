/** Opening the phone's memory, and what may keep it shut. */
import { device, version } from './database.ts';

/** How long the memory may take to open before we say so, in milliseconds. */
const longestOpening = 5000;

/**
 * Why the memory does not open: a newer Plaza was here before (`newer`); another page of an older one holds it
 * (`blocked`); or it does not say (`closed`): private mode, a broken disk, a browser that hangs.
 */
export type Shut = 'newer' | 'blocked' | 'closed';

let isBlocked = false;
device.on('blocked', () => {
	isBlocked = true;
});

/** Opens the memory; after five seconds at most it says why it does not. Whatever lies in it stays there. */
export async function openDevice(): Promise<Shut | undefined> {
	isBlocked = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const tooLong = new Promise<Shut>((done) => {
		timer = setTimeout(() => done(isBlocked ? 'blocked' : 'closed'), longestOpening);
	});
	try {
		return await Promise.race([device.open().then(shutIfNewer), tooLong]);
	} catch {
		return 'closed';
	} finally {
		clearTimeout(timer);
	}
}

/** Dexie opens a newer memory too; but what this Plaza does not know it must not write into. */
function shutIfNewer(): Shut | undefined {
	// Dexie counts in tens
	if (device.backendDB().version < (version + 1) * 10) return undefined;
	device.close();
	return 'newer';
}

/** What a page still wants to write before its memory is closed: a draft, say. */
const lastWords = new Set<() => Promise<void>>();

/** Lets a page write before the memory is closed under it. Gives the way to take that back. */
export function beforeClosing(write: () => Promise<void>): () => void {
	lastWords.add(write);
	return () => void lastWords.delete(write);
}

/**
 * Hears that a newer Plaza wants to change the memory: this page writes what it must and lets go, so that nobody waits
 * for it; it has to be opened anew then.
 */
export function whenOutdated(outdated: () => void): void {
	device.on('versionchange', () => {
		void Promise.allSettled(Array.from(lastWords, (write) => write())).then(() => {
			device.close();
			outdated();
		});
		// Dexie's own way would close before anything is written
		return false;
	});
}
