/** A frozen phone in the hand: its memory is on this one, and the city whose keys it knows is there. */
import type { FrozenPhone } from './frozen-phone.ts';
import { connect } from './phone.ts';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { device } from '../../src/lib/device/database.ts';
import { openDevice } from '../../src/lib/device/opening.ts';
import { openDoor, type Door } from '../integration/door.ts';

/** Opens the memory without our code, at a version. */
export function openRaw(
	version?: number,
	upgrade?: (db: IDBDatabase, transaction: IDBTransaction) => void
) {
	return new Promise<IDBDatabase>((done, failed) => {
		const opening = indexedDB.open('plaza', version);
		opening.onupgradeneeded = () =>
			upgrade?.(opening.result, opening.transaction as IDBTransaction);
		opening.onsuccess = () => done(opening.result);
		opening.onerror = () => failed(opening.error as Error);
	});
}

/** Puts the memory of a frozen phone on this one. */
export async function takeUp({ version, stores }: FrozenPhone): Promise<void> {
	await device.delete();
	const db = await openRaw(version, (db) => {
		for (const [name, { keyPath, indexes, rows }] of Object.entries(stores)) {
			const store = db.createObjectStore(name, { keyPath });
			for (const index of indexes) store.createIndex(index.name, index.keyPath);
			for (const row of rows) store.add(row);
		}
	});
	db.close();
}

/** The phone's memory, and the city whose keys it knows, on a database. */
export async function takeUpAtItsCity(phone: FrozenPhone, databaseUrl: string): Promise<Door> {
	await takeUp(phone);
	const folder = mkdtempSync(join(tmpdir(), 'plaza-door-'));
	writeFileSync(join(folder, 'keys.json'), phone.cityKeys);
	const door = await openDoor(databaseUrl, folder);
	connect(door.url);
	await openDevice();
	return door;
}
