import { liveQuery } from 'dexie';
import { listCarried, type CarriedLetter } from '$lib/device/carry.ts';

/** Tells what this phone carries, now and after every change. Gives the way to stop. */
export function followCarried(told: (letters: CarriedLetter[]) => void): () => void {
	const following = liveQuery(listCarried).subscribe({ next: told });
	return () => following.unsubscribe();
}
