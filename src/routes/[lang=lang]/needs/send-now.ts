/** Sends what waits on this phone now, and says in one word what came of it. */
import { readOutbox } from '$lib/device/my-outbox.ts';
import { unpark } from '$lib/device/outbox.ts';
import { wakeOrJoin } from '$lib/device/wake.ts';

/**
 * All of it is at the city; a lab has it; the rest is there but something needs the person; or not all of it went, and why:
 * no internet, a Wi-Fi that wants a login first, a city without time, a line that brings it bit by bit, another page that
 * is at it.
 */
export type SentNow =
	'sent' | 'at-lab' | 'needs-you' | 'no-internet' | 'portal' | 'busy' | 'slow' | 'elsewhere';

const silences = { 'no-line': 'no-internet', portal: 'portal', busy: 'busy' } as const;

/** Sends now. */
export async function sendNow(): Promise<SentNow> {
	const sending = await wakeOrJoin();
	if (sending.outcome === 'no-answer') return sending.why ? silences[sending.why] : 'slow';
	if (sending.outcome === 'elsewhere') return 'elsewhere';
	const { all, waiting, held } = await readOutbox();
	if (waiting > held) return 'slow';
	if (held > 0) return 'at-lab';
	return all > 0 ? 'needs-you' : 'sent';
}

/** Lets what waits for its person go out again as it is. */
export async function tryAgain(id: string): Promise<SentNow> {
	await unpark(id);
	return sendNow();
}
