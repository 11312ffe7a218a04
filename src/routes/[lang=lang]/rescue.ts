/** What a page can do whose memory is shut. */
import { cryptography } from '$lib/device/cryptography.ts';
import type { Shut } from '$lib/device/opening.ts';
import { rescueFile, type Rescued } from '$lib/device/rescue.ts';
import { takeOver } from './keep-pages.ts';

/** Why the memory is shut; `outdated`: a newer Plaza, in another page, has taken it over from this one. */
export type WhyShut = Exclude<Shut, 'refused'> | 'outdated';

/** How long a new Plaza may take to come, in milliseconds. */
const longestUpdate = 20_000;

/** Everything that waits, as a sealed file. */
export async function pack(): Promise<Rescued> {
	return rescueFile(await cryptography());
}

/** Opens the page anew: with the newest Plaza where it is to be had, else with this one. */
export async function openAnew(): Promise<void> {
	const worker = await newestWorker().catch(() => undefined);
	if (worker) await takeOver(worker);
	else location.reload();
}

async function newestWorker(): Promise<ServiceWorker | undefined> {
	const registration = await navigator.serviceWorker?.getRegistration();
	if (!registration) return undefined;
	if (registration.waiting) return registration.waiting;
	const tooLong = new Promise((done) => setTimeout(done, longestUpdate));
	await Promise.race([registration.update(), tooLong]);
	const { installing } = registration;
	if (installing) {
		const installed = new Promise((done) => installing.addEventListener('statechange', done));
		await Promise.race([installed, tooLong]);
	}
	return registration.waiting ?? undefined;
}
