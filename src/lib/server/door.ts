/** The one door through which submissions and their media come, at the city and, in its own way, at a hub. */
import type { KeySet } from '../domain/receipt.ts';
import type { SyncRequest, SyncResponse } from '../domain/sync.ts';
import type { MediaStore } from './media/receive.ts';
import type { Refusal } from './problem-response.ts';

export interface Door {
	/** The city's keys; undefined as long as a hub has not met its city. */
	keySet(): KeySet | undefined;
	/** What `GET /api/keys` gives: the keys with the city's word on badges. */
	publishedKeys(now: Date): Promise<KeySet | undefined>;
	/**
	 * Takes the submissions of a request and answers for each in their order.
	 * @param via the hub that brings them
	 * @param byForm whether a person posted it by a plain form of this server
	 * @param address the network address of whoever asks, where limits count
	 * @throws when nothing can be kept now: the same request may be sent again later
	 */
	receive(
		request: SyncRequest,
		now: Date,
		via: string | null,
		byForm?: boolean,
		address?: string
	): Promise<SyncResponse | Refusal>;
	media: MediaStore;
}
