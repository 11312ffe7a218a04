import { device } from '../../src/lib/device/database.ts';

/**
 * A phone with nothing on it: emptied once what the page before still sends has ended, as one sender at a time does. It
 * stays open, because the page before may still be looking into it.
 */
export async function emptyPhone(): Promise<void> {
	const empty = () => Promise.all(device.tables.map((table) => table.clear()));
	await navigator.locks.request('plaza-sender', () =>
		device.transaction('rw', device.tables, empty)
	);
}
