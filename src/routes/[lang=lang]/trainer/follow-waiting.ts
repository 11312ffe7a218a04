import { device } from '$lib/device/database.ts';
import { liveQuery } from '$lib/device/dexie.ts';
import { readStillWaiting } from '$lib/device/trainer-close.ts';
import { listTold } from '$lib/device/trainer-told.ts';
import { openerOfTrainer } from './opener.ts';

export type Still = Awaited<ReturnType<typeof readStillWaiting>> & { slips: number };

/** Tells what still waits on this device, now and after every change. Gives the way to stop. */
export async function followWaiting(told: (still: Still) => void): Promise<() => void> {
	const opener = await openerOfTrainer();
	const changes = () => Promise.all([device.outbox.toArray(), device.trainerRows.toArray()]);
	const following = liveQuery(changes).subscribe({
		next: async () => {
			const waiting = await readStillWaiting();
			const all = opener ? await listTold(opener) : [];
			const slips = all.filter(({ code, handedAt }) => code && !handedAt).length;
			told({ ...waiting, slips });
		}
	});
	return () => following.unsubscribe();
}
