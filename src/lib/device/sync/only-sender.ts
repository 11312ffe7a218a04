/** One sender among all tabs and the worker: a Web Lock, or on plain-HTTP pages a lease in the database. */
import { device } from '../database.ts';

const lease = 60_000;

/**
 * Does the work unless another tab is doing it.
 * @returns what the work gave, or undefined when another tab is at it
 */
export async function asOnlySender<T>(work: () => Promise<T>): Promise<T | undefined> {
	if (globalThis.navigator?.locks) {
		return navigator.locks.request('plaza-sender', { ifAvailable: true }, (lock) =>
			lock ? work() : undefined
		);
	}
	if (!(await takeLease(Date.now()))) return undefined;
	try {
		return await work();
	} finally {
		await device.facts.delete('sender');
	}
}

async function takeLease(now: number): Promise<boolean> {
	return device.transaction('rw', device.facts, async () => {
		const until = (await device.facts.get('sender'))?.value;
		// a clock that was set back must not lock the outbox for years
		if (typeof until === 'number' && until > now && until <= now + lease) return false;
		await device.facts.put({ key: 'sender', value: now + lease });
		return true;
	});
}
