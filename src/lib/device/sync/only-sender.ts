/** One sender among all tabs and the worker: a Web Lock, or on plain-HTTP pages a lease in the database. */
import { randomBytes } from '../chance.ts';
import { device } from '../database.ts';
import { toBase64Url } from '../../domain/fingerprint.ts';

/** A sender that has shown no life for so long, in milliseconds, is frozen or gone: another one takes over. */
const lease = 120_000;
const lockName = 'plaza-sender';
const factKey = 'sender';
const tabKey = 'plaza-tab';

/** When a sender last showed life, and in which tab it is. */
type Lease = { at: number; tab: string };

let isWorking = false;

/**
 * Does the work unless another tab is doing it. Should two work at once after all, the city gets things twice, which
 * changes nothing.
 * @returns what the work gave, or undefined when another tab is at it, or has taken it over
 */
export async function asOnlySender<T>(work: () => Promise<T>): Promise<T | undefined> {
	const locks = globalThis.navigator?.locks;
	if (!locks) return isWorking ? undefined : withLease(work);
	const mine = () => ended(work);
	try {
		const options = { ifAvailable: true };
		const result = await locks.request(lockName, options, async (lock) =>
			lock ? { done: await mine() } : undefined
		);
		if (result) return result.done;
		return (await isAbandoned()) ? await locks.request(lockName, { steal: true }, mine) : undefined;
	} catch (error) {
		if (error instanceof DOMException && error.name === 'AbortError') return undefined;
		throw error;
	}
}

/** Shows that the sender is alive; to be called with everything that it sends. */
export async function stillSending(): Promise<void> {
	await device.facts.put({
		key: factKey,
		value: { at: Date.now(), tab: thisTab() } satisfies Lease
	});
}

async function ended<T>(work: () => Promise<T>): Promise<T> {
	await stillSending();
	try {
		return await work();
	} finally {
		await device.facts.delete(factKey);
	}
}

async function withLease<T>(work: () => Promise<T>): Promise<T | undefined> {
	isWorking = true;
	try {
		return (await takeLease()) ? await ended(work) : undefined;
	} finally {
		isWorking = false;
	}
}

async function readLease(): Promise<Lease | undefined> {
	const value = (await device.facts.get(factKey))?.value as Lease | number | undefined;
	// as an earlier Plaza wrote it
	return typeof value === 'number' ? { at: value, tab: '' } : value;
}

async function isAbandoned(): Promise<boolean> {
	const held = await readLease();
	// a clock that was set back must not lock the outbox for years
	return held !== undefined && Math.abs(Date.now() - held.at) > lease;
}

async function takeLease(): Promise<boolean> {
	return device.transaction('rw', device.facts, async () => {
		const held = await readLease();
		// the page before this one in the same tab is gone, and could not say so
		const isFree =
			!held || (held.tab !== 'unnamed' && held.tab === thisTab()) || (await isAbandoned());
		if (isFree) await stillSending();
		return isFree;
	});
}

/** Names this tab, through all pages that it shows. */
function thisTab(): string {
	try {
		const name = sessionStorage.getItem(tabKey) ?? toBase64Url(randomBytes(9));
		sessionStorage.setItem(tabKey, name);
		return name;
	} catch {
		// storage is refused: then only time tells
		return 'unnamed';
	}
}
