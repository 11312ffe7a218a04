/** What this phone does for the page, in one file that is fetched after the page has been painted. */
import { liveQuery } from '$lib/device/dexie.ts';
import { listCarried, takeIn, type CarriedLetter, type TakenIn } from '$lib/device/carry.ts';
import {
	cityToSealFor,
	countWaiting,
	packCodes,
	packFile,
	type ForCodes
} from '$lib/device/carry/hand-over.ts';
import { dismissResults, forgetOldResults, resultsToBring } from '$lib/device/carry/results.ts';
import type { ForFile } from '$lib/device/carry/write-file.ts';
import { cryptography } from '$lib/device/cryptography.ts';
import { unpark } from '$lib/device/outbox.ts';
import { wake } from '$lib/device/wake.ts';
import type { SyncResult } from '$lib/domain/sync.ts';

/** Everything that waits here, packed bit by bit: what can be shown first comes first. */
export type Packing = {
	waits: { told: number; all: number };
	/** Where this phone has never met the city, it cannot seal. */
	isCityUnknown: boolean;
	forCodes?: ForCodes;
	forFile?: ForFile;
};

/** Packs what waits on this phone, and tells how far it is. */
export async function pack(tell: (packing: Packing) => void): Promise<void> {
	const waits = await countWaiting();
	const crypt = await cryptography();
	const city = waits.all > 0 ? await cityToSealFor(crypt) : undefined;
	const packing: Packing = { waits, isCityUnknown: waits.all > 0 && !city };
	tell(packing);
	if (!city) return;
	const forCodes = await packCodes(crypt, city);
	tell({ ...packing, forCodes });
	tell({ ...packing, forCodes, forFile: await packFile(crypt, city) });
}

/** Takes in what another phone gave, and sends what came where there is internet. */
export async function takeInAndSend(came: Blob): Promise<TakenIn> {
	const taken = await takeIn(await cryptography(), came);
	void wake();
	return taken;
}

/** Tells what this phone carries, now and after every change. Gives the way to stop. */
export function followCarried(told: (letters: CarriedLetter[]) => void): () => void {
	const following = liveQuery(listCarried).subscribe({ next: told });
	return () => following.unsubscribe();
}

/** Tries now to bring what is carried. Says whether the city answered. */
export async function sendCarried(letters: CarriedLetter[]): Promise<boolean> {
	for (const { id, state } of letters) if (state === 'stuck') await unpark(id);
	return (await wake()).outcome !== 'no-answer';
}

/** What can be brought back; results that are older than anybody waits are forgotten before. */
export async function resultsHere(): Promise<SyncResult[]> {
	await forgetOldResults();
	return resultsToBring();
}

/** All phones that gave messages have seen these. */
export async function dismiss(results: SyncResult[]): Promise<void> {
	await dismissResults(results.flatMap(({ id }) => id ?? []));
}
