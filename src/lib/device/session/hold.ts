/** Says to the worker that a session is prepared, led or joined here: until its end no other version comes in. */
import {
	endsWithSession,
	holdCache,
	holdPath,
	type Hold,
	type HoldReason
} from '../../domain/hold.ts';

/** Opens the cache of holds; undefined on pages without a worker, which keep no version either. */
async function openHolds(): Promise<Cache | undefined> {
	return 'caches' in globalThis ? caches.open(holdCache) : undefined;
}

/** Holds the version of this phone. A phone that has no room for it goes on without. */
export async function holdVersion(why: HoldReason, hold: Hold): Promise<void> {
	try {
		await (await openHolds())?.put(holdPath(why), new Response(JSON.stringify(hold)));
	} catch {
		// a session is never stopped by this
	}
}

/** The hold that is there for this reason, over or not. */
export async function readHold(why: HoldReason): Promise<Hold | undefined> {
	const kept = await (await openHolds())?.match(holdPath(why));
	return kept && ((await kept.json()) as Hold);
}

/** Lets the version go. */
export async function letVersionGo(why: HoldReason): Promise<void> {
	await (await openHolds())?.delete(holdPath(why));
}

/** A session is closed: what held for it ends, also where it was prepared before. */
export async function sessionClosed(now: number): Promise<void> {
	await letVersionGo('led');
	const prepared = await readHold('prepared');
	if (prepared && endsWithSession(prepared, now)) await letVersionGo('prepared');
}
