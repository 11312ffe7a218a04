/** Opening the phone's memory, and what may keep it shut. */
import { device, isBlocked } from './database.ts';

/** How long the memory may take to open before it is said, in milliseconds: the page itself takes its time before it. */
const longestOpening = 3000;
/** How long it is waited for after that. */
const longestSilence = 8000;
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

let opening: Promise<Shut | undefined> | undefined;

/** Opens the memory; after three seconds at most it says why it does not. Whatever lies in it stays there. */
export function openDevice(): Promise<Shut | undefined> {
	// all who ask meanwhile hear the same
	return (opening ??= open().finally(() => (opening = undefined)));
}

async function open(): Promise<Shut | undefined> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const tooLong = new Promise<Shut>((done) => {
		timer = setTimeout(() => done(isBlocked() ? 'blocked' : 'closed'), longestOpening);
	});
	try {
		return await Promise.race([device.open().then(() => undefined), tooLong]);
	} catch (error) {
		device.close();
		const { name, inner } = error as { name: string; inner?: { name?: string } };
		if (name === 'NewerMemory') return 'newer';
		return refusals.some((each) => each === name || each === inner?.name) ? 'refused' : 'closed';
	} finally {
		clearTimeout(timer);
	}
}

/**
 * Waits on after `openDevice` has said why it is shut: one that is blocked opens when the other page goes, a slow one in
 * its time. A memory that stays silent is given up, so that whoever asked for something in it hears that it is shut.
 * Says whether it opened after all.
 */
export async function opensLate(shut: Shut): Promise<boolean> {
	if (shut === 'newer' || shut === 'refused') return false;
	const opened = device.open().then(
		() => true,
		() => false
	);
	if (shut === 'blocked') return opened;
	const tooLong = new Promise<boolean>((done) => setTimeout(() => done(false), longestSilence));
	const isOpen = await Promise.race([opened, tooLong]);
	if (!isOpen) device.close();
	return isOpen;
}

/** What a page still wants to write before its memory is closed: a draft, say. */
const lastWords = new Set<() => Promise<unknown>>();

/** Lets a page write before the memory is closed under it. Gives the way to take that back. */
export function beforeClosing(write: () => Promise<unknown>): () => void {
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
