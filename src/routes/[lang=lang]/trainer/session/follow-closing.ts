import { device } from '$lib/device/database.ts';
import { liveQuery } from '$lib/device/dexie.ts';
import { ledSession, noteClosing } from '$lib/device/session/lead.ts';
import { readClosing, type Closing } from '$lib/device/trainer-close.ts';
import { openerOfTrainer } from '../opener.ts';

/**
 * Tells what there is to see before this session is closed, now and after every change, and remembers that it is being
 * closed. Gives the way to stop; undefined where no trainer is signed in.
 */
export async function followClosing(
	id: string,
	told: (closing: Closing) => void
): Promise<(() => void) | undefined> {
	const opener = await openerOfTrainer();
	const session = await ledSession(id);
	if (!opener || !session) return undefined;
	await noteClosing(id, true);
	// what changes is heard of here, and read outside: cryptography would end such a query
	const changes = () =>
		Promise.all([device.outbox.toArray(), device.trainerRows.toArray(), device.carried.count()]);
	let last = 0;
	const following = liveQuery(changes).subscribe({
		next: async () => {
			const mine = ++last;
			const closing = await readClosing(opener, session);
			if (mine === last) told(closing);
		}
	});
	return () => following.unsubscribe();
}
