/** One sender among all tabs and the worker: a Web Lock, or on plain-HTTP pages a lease in the database. */
import { device } from '../database.ts';

/** A sender that has shown no life for so long, in milliseconds, is frozen or gone: another one takes over. */
const lease = 120_000;
const lockName = 'plaza-sender';
const factKey = 'sender';

/**
 * Does the work unless another tab is doing it. Should two work at once after all, the city gets things twice, which
 * changes nothing.
 * @returns what the work gave, or undefined when another tab is at it, or has taken it over
 */
export async function asOnlySender<T>(work: () => Promise<T>): Promise<T | undefined> {
	const locks = globalThis.navigator?.locks;
	if (!locks) return (await takeLease()) ? ended(work) : undefined;
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
	await device.facts.put({ key: factKey, value: Date.now() });
}

async function ended<T>(work: () => Promise<T>): Promise<T> {
	await stillSending();
	try {
		return await work();
	} finally {
		await device.facts.delete(factKey);
	}
}

async function isAbandoned(): Promise<boolean> {
	const shownAt = (await device.facts.get(factKey))?.value;
	// a clock that was set back must not lock the outbox for years
	return typeof shownAt === 'number' && Math.abs(Date.now() - shownAt) > lease;
}

async function takeLease(): Promise<boolean> {
	return device.transaction('rw', device.facts, async () => {
		if ((await device.facts.get(factKey)) && !(await isAbandoned())) return false;
		await stillSending();
		return true;
	});
}
