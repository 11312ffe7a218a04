import { liveQuery } from '$lib/device/dexie.ts';
import { listNeeds, type MyNeed } from '$lib/device/my-needs.ts';
import { readOutbox, type MyOutbox } from '$lib/device/my-outbox.ts';

export type { MyNeed, MyOutbox };

/** Tells the needs of this phone now and after every change, from whichever tab or worker it comes. Gives the way to stop. */
export function followNeeds(told: (needs: MyNeed[]) => void): () => void {
	const following = liveQuery(listNeeds).subscribe({ next: told });
	return () => following.unsubscribe();
}

/** Tells where everything is that has no receipt yet, now and after every change. Gives the way to stop. */
export function followOutbox(told: (outbox: MyOutbox) => void): () => void {
	const following = liveQuery(readOutbox).subscribe({ next: told });
	return () => following.unsubscribe();
}
