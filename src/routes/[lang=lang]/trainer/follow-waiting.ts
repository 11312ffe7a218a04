import { device, readFact } from '$lib/device/database.ts';
import { liveQuery } from '$lib/device/dexie.ts';
import { readStillWaiting } from '$lib/device/trainer-close.ts';
import { hearOfRestore, offerGivenAgain } from '$lib/device/trainer-offer.ts';
import { listTold } from '$lib/device/trainer-told.ts';
import { wakeGently } from '$lib/device/wake.ts';
import { openerOfTrainer } from './opener.ts';

export type Still = Awaited<ReturnType<typeof readStillWaiting>> & { slips: number };

/**
 * Tells what still waits on this device, now and after every change; and where a city came back from a backup, offers it
 * again what it was given in sessions. Gives the way to stop.
 */
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
	const restored = liveQuery(() => readFact<string>('epoch')).subscribe({
		next: async () => {
			if (!opener) return;
			await offerGivenAgain(opener);
			await wakeGently();
		}
	});
	void hearOfRestore();
	return () => {
		following.unsubscribe();
		restored.unsubscribe();
	};
}
