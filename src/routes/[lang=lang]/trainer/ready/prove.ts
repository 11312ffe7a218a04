/** The proof of readiness: made anew whenever the page is opened, with or without internet. */
import { trustedKeys } from '$lib/device/sync/city-keys.ts';
import { findLacking } from '$lib/device/trainer-ready.ts';
import { askWorker } from '../ask-worker.ts';
import type { Trainer } from '$lib/domain/trainer.ts';
import type { Prepared, PreparedFile } from '$lib/domain/trainer-ready.ts';

/**
 * What is no file and missing: a worker that opens pages without internet; the city's keys; her page closes before the
 * session (`days`); a new version waits to come in when the last page is closed (`waiting`), or has come since (`newer`).
 */
export type Trouble = 'worker' | 'keys' | 'days' | 'waiting' | 'newer';

export interface Proof {
	/** When it was made, in milliseconds since 1970. */
	at: number;
	lacking: PreparedFile[];
	troubles: Trouble[];
}

/** Opens everything that was prepared, and says what is missing. */
export async function prove(prepared: Prepared, { until }: Trainer): Promise<Proof> {
	const at = Date.now();
	const worker = await askWorker({ filesFor: [] });
	// then all that was prepared has gone with its version
	if (worker && 'build' in worker && worker.build !== prepared.build) {
		return { at, lacking: [], troubles: ['newer'] };
	}
	const lacking = await findLacking(prepared);
	const troubles: Trouble[] = [];
	const registration = await navigator.serviceWorker?.getRegistration();
	if (!navigator.serviceWorker?.controller) troubles.push('worker');
	if ((await trustedKeys()).length === 0) troubles.push('keys');
	if ((prepared.wish.endsAt ?? at) > until) troubles.push('days');
	if (registration?.waiting) troubles.push('waiting');
	return { at, lacking, troubles };
}
