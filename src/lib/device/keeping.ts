/** Does this phone keep what it is told? Asked of the browser itself, so that it can be said before anybody relies on it. */
import { device, readFact, writeFact } from './database.ts';
import { openDevice } from './opening.ts';

/**
 * What a person should know before she tells something: nothing is kept here (`refused`); this window forgets it when it
 * is closed (`private`); the browser deletes it after days without a visit (`forgets`); there is no room (`full`), or
 * little of it.
 */
export type Keeping = 'refused' | 'private' | 'forgets' | 'full' | 'little';

/** Bytes: a message with recording and photos takes about 1 MB. */
const little = 8 * 1024 * 1024;
/** Bytes under which it is tried whether words still fit. */
const hardly = 512 * 1024;

/** The name under which a page remembers, outside of the memory, that something was told here. */
const mark = 'plaza-told';

/** Weighs how far this phone can be relied on; undefined where there is nothing to say. */
export async function weighKeeping(): Promise<Keeping | undefined> {
	const shut = await openDevice();
	if (shut === 'refused') return 'refused';
	if (shut) return undefined;
	if (await isPrivate()) return 'private';
	if (await isForgetful()) return 'forgets';
	const left = await roomLeft();
	if (left < hardly && !(await hasRoomForWords())) return 'full';
	return left < little ? 'little' : undefined;
}

/**
 * Something was told here. The browser is asked, once and not before, because some ask the person, never to delete this
 * memory by itself; what it said is remembered.
 */
export async function rememberTold(): Promise<void> {
	await markTold();
	const storage = globalThis.navigator?.storage;
	if (!storage?.persist || (await readFact('persisted')) !== undefined) return;
	await writeFact('persisted', await storage.persist());
}

/** Remembered in the memory and beside it, so that a memory that is emptied shows. */
export async function markTold(): Promise<void> {
	await writeFact('told', true);
	try {
		localStorage.setItem(mark, '1');
	} catch {
		// then an emptied memory looks like a new phone's
	}
}

/** Was something told on this phone whose memory is gone? */
export async function wasEmptied(): Promise<boolean> {
	if ((await device.needs.count()) > 0) {
		await markTold();
		return false;
	}
	try {
		return localStorage.getItem(mark) !== null && (await readFact('told')) === undefined;
	} catch {
		return false;
	}
}

/** Private windows of Firefox and Safari give no file system, though their browsers have one; others hide that they are private. */
async function isPrivate(): Promise<boolean> {
	const storage = globalThis.navigator?.storage;
	if (!storage?.getDirectory) return false;
	return storage.getDirectory().then(
		() => false,
		() => true
	);
}

/** Only Safari on a phone knows `standalone`; as long as it is not on the home screen, it deletes after 7 days. */
async function isForgetful(): Promise<boolean> {
	const { standalone, storage } = globalThis.navigator as Navigator & { standalone?: boolean };
	if (standalone !== false) return false;
	return !(await storage?.persisted?.().catch(() => false));
}

async function roomLeft(): Promise<number> {
	const estimate = await globalThis.navigator?.storage?.estimate?.().catch(() => undefined);
	const { quota, usage } = estimate ?? {};
	return quota === undefined || usage === undefined ? Infinity : quota - usage;
}

async function hasRoomForWords(): Promise<boolean> {
	try {
		await writeFact('room', 'x'.repeat(8000));
		await device.facts.delete('room');
		return true;
	} catch {
		return false;
	}
}
