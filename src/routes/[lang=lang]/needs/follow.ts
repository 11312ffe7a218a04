import { liveQuery } from 'dexie';
import { listNeeds, type MyNeed } from '$lib/device/my-needs.ts';

export type { MyNeed };

/** Tells the needs of this phone now and after every change, from whichever tab or worker it comes. Gives the way to stop. */
export function followNeeds(told: (needs: MyNeed[]) => void): () => void {
	const following = liveQuery(listNeeds).subscribe({ next: told });
	return () => following.unsubscribe();
}
