/** A session that is prepared, led or joined on this phone holds its version: an update never changes a running session. */
import { holdCache, isHolding, type Hold } from '$lib/domain/hold.ts';

/** Does one hold now? It is asked of the caches: a worker that only wants to come in must not open the phone's memory. */
export async function isHeld(now = Date.now()): Promise<boolean> {
	if (!(await caches.has(holdCache))) return false;
	const holds = await (await caches.open(holdCache)).matchAll();
	const all = await Promise.all(holds.map((hold) => hold.json() as Promise<Hold>));
	return all.some((hold) => isHolding(hold, now));
}
