/** *Take the new version*: what was prepared is held no more. */
import { letVersionGo, readHold } from '$lib/device/session/hold.ts';
import { isHolding } from '$lib/domain/hold.ts';
import { takeOver } from '../../keep-pages.ts';

/**
 * Brings the newest Plaza and opens this page anew with it (`new`), where there is one; else only words have changed
 * (`same`). What was prepared is remembered as a wish, and has to be brought once more. Nothing is taken while a session
 * is `running` here.
 */
export async function takeNew(now = Date.now()): Promise<'new' | 'same' | 'running'> {
	const led = await readHold('led');
	if (led && isHolding(led, now)) return 'running';
	await letVersionGo('prepared');
	const registration = await navigator.serviceWorker.ready;
	if (!registration.waiting) await registration.update().catch(() => undefined);
	const coming = registration.installing;
	if (coming) {
		await new Promise<void>((done) => {
			coming.onstatechange = () => coming.state !== 'installing' && done();
		});
	}
	if (!registration.waiting) return 'same';
	await takeOver(registration.waiting);
	return 'new';
}
