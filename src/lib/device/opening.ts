/** Opening the phone's memory, and what may keep it shut. */
import { device } from './database.ts';

/** How long the memory may take to open before we say so, in milliseconds. */
const longestOpening = 4000;
/** How long a page may take to write its last words, in milliseconds: longer, and nobody gets the new memory. */
const longestWriting = 3000;

/**
 * Why the memory does not open: a newer Plaza was here before (`newer`); another page of an older one holds it
 * (`blocked`); the browser gives none, or none here (`refused`); or it does not say (`closed`): a broken disk, a browser
 * that hangs.
 */
export type Shut = 'newer' | 'blocked' | 'refused' | 'closed';

/** How browsers call it when they give no memory. */
const refusals = ['MissingAPIError', 'SecurityError', 'InvalidStateError', 'NotAllowedError'];

let isBlocked = false;
device.on('blocked', () => {
	isBlocked = true;
});

/**
 * Opens the memory; after four seconds at most it says why it does not. Whatever lies in it stays there. One that is
 * blocked still opens by itself when the other page goes (`untilOpen`); one that is closed is waited for no longer, so
 * that whoever asked for something in it hears that it is shut.
 */
export async function openDevice(): Promise<Shut | undefined> {
	isBlocked = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const tooLong = new Promise<Shut>((done) => {
		timer = setTimeout(() => done(isBlocked ? 'blocked' : 'closed'), longestOpening);
	});
	try {
		const shut = await Promise.race([device.open().then(() => undefined), tooLong]);
		if (shut === 'closed') device.close();
		return shut;
	} catch (error) {
		device.close();
		const { name, inner } = error as { name: string; inner?: { name?: string } };
		if (name === 'NewerMemory') return 'newer';
		return refusals.some((each) => each === name || each === inner?.name) ? 'refused' : 'closed';
	} finally {
		clearTimeout(timer);
	}
}

/** Waits until a blocked memory opens after all. */
export async function untilOpen(): Promise<void> {
	await device.open();
}

/** What a page still wants to write before its memory is closed: a draft, say. */
const lastWords = new Set<() => Promise<void>>();

/** Lets a page write before the memory is closed under it. Gives the way to take that back. */
export function beforeClosing(write: () => Promise<void>): () => void {
	lastWords.add(write);
	return () => void lastWords.delete(write);
}

/** Lets every part of this page write what it still wants to keep. */
export async function writeLastWords(): Promise<void> {
	const tooLong = new Promise((done) => setTimeout(done, longestWriting));
	await Promise.race([Promise.allSettled(Array.from(lastWords, (write) => write())), tooLong]);
}

/**
 * Hears that a newer Plaza wants to change the memory: this page writes what it must and lets go, so that nobody waits
 * for it; it has to be opened anew then.
 */
export function whenOutdated(outdated: () => void): void {
	device.on('versionchange', () => {
		void writeLastWords().then(() => {
			device.close();
			outdated();
		});
		// Dexie's own way would close before anything is written
		return false;
	});
}
