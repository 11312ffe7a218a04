/** What wakes the sender: the start, a save, internet that is back, a page that is looked at again, and a timer. */
import { cryptography } from './cryptography.ts';
import { device, readFact } from './database.ts';
import { waiting } from './outbox.ts';
import { sealAhead } from './sealing.ts';
import { isShared } from './shared-phone.ts';
import { sync, type Sending } from './sync.ts';

/** Asking only for news, when nothing waits to be sent, is done no more often than this. */
const quietTime = 60_000;

let timer: ReturnType<typeof setTimeout> | undefined;
/** What this page is sending, and what of it waits for the one lock. */
const running = new Set<Promise<Sending>>();

/** Sends now and says how it ended; when no answer came, or a hub holds something, the next try is set. */
export async function wake(): Promise<Sending> {
	const mine = sendAndSetNext();
	running.add(mine);
	try {
		return await mine;
	} finally {
		running.delete(mine);
	}
}

/** As `wake`, for a person who waits for it: what this page is sending at the moment is hers, and is not tried twice. */
export async function wakeOrJoin(): Promise<Sending> {
	// of several the last to be asked for may hold the lock, and the first be told that it is held
	for (const each of [...running]) {
		const sending = await each;
		if (sending.outcome !== 'elsewhere') return sending;
	}
	return wake();
}

async function sendAndSetNext(): Promise<Sending> {
	clearTimeout(timer);
	const crypt = await cryptography();
	// so that leaving need not wait for it
	if (await isShared()) await sealAhead(crypt);
	const sending = await sync(crypt);
	const next = await timeToNext(sending);
	if (next !== undefined) timer = setTimeout(() => void wake(), next);
	return sending;
}

async function timeToNext(sending: Sending): Promise<number | undefined> {
	if (sending.outcome === 'no-answer') return sending.delay;
	// another tab is at it: look again when it may be over
	if (sending.outcome === 'elsewhere') return 5_000;
	const held = await device.outbox.filter(({ heldAt }) => heldAt !== undefined).count();
	return held > 0 ? quietTime : undefined;
}

/** Sends when something waits, or when the last news are old. */
export async function wakeGently(): Promise<void> {
	const syncedAt = (await readFact<number>('syncedAt')) ?? 0;
	const age = Math.abs(Date.now() - syncedAt);
	const hasNews = age > quietTime || (await waiting()).length > 0;
	if (hasNews || (await readFact('keys')) === undefined) await wake();
}

/** Starts to listen for everything that may mean internet; `navigator.onLine` is only a hint and never asked. */
export function keepAwake(): () => void {
	const gently = () => {
		if (document.visibilityState === 'visible') void wakeGently();
	};
	const now = () => void wake();
	addEventListener('online', now);
	document.addEventListener('visibilitychange', gently);
	gently();
	return () => {
		removeEventListener('online', now);
		document.removeEventListener('visibilitychange', gently);
		clearTimeout(timer);
	};
}

/** Asks the worker to send when there is internet, even after this page is closed, where the browser can. */
export async function askForBackgroundSync(): Promise<void> {
	const registration = await navigator.serviceWorker?.getRegistration();
	if (registration && 'sync' in registration) {
		try {
			await (registration.sync as { register(tag: string): Promise<void> }).register('outbox');
		} catch {
			// refused in settings: the other wakers remain
		}
	}
}
