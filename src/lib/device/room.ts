/** Room on a full phone: what the city has in full may go before anything that it does not have. */
import { device } from './database.ts';

/** Does this say that the phone has no room? */
export function isFull(error: unknown): boolean {
	const { name, inner } = (error ?? {}) as { name?: string; inner?: { name?: string } };
	return name === 'QuotaExceededError' || inner?.name === 'QuotaExceededError';
}

/**
 * Writes; where the phone has no room, the recordings and photos of needs that the city has are let go first, and it is
 * tried once more. Their words, codes and answers stay.
 * @throws when there is no room even so
 */
export async function withRoom<T>(write: () => Promise<T>): Promise<T> {
	try {
		return await write();
	} catch (error) {
		if (!isFull(error) || !(await letGoOfSentMedia())) throw error;
		return write();
	}
}

/** Says whether anything could be let go. What lies sealed in somebody's space is hers, and stays. */
async function letGoOfSentMedia(): Promise<boolean> {
	const { media, pieces, outbox, receipts } = device;
	return device.transaction('rw', media, pieces, outbox, receipts, async () => {
		const sent = new Set(await receipts.toCollection().primaryKeys());
		for (const id of await outbox.toCollection().primaryKeys()) sent.delete(id);
		const old = await media.filter(({ owner, sealed }) => !sealed && sent.has(owner)).primaryKeys();
		for (const id of old) {
			await pieces.where('media').equals(id).delete();
			await media.delete(id);
		}
		return old.length > 0;
	});
}
