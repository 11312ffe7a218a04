import { device } from '../../src/lib/device/database.ts';

/** A phone with nothing on it: emptied once what the page before still sends has ended, as one sender at a time does. */
export async function emptyPhone(): Promise<void> {
	await navigator.locks.request('plaza-sender', async () => {
		await device.delete();
		await device.open();
	});
}
