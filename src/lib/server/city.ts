/** The running city: its database and keys, opened once for the whole process. */
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { followKeys, type Keys } from './keys.ts';
import { cityMedia } from './media/city-store.ts';
import type { MediaStore } from './media/receive.ts';
import { cleaningEnded } from './withdrawals.ts';

export type City = {
	db: Database;
	/** As they are in their file now. */
	readonly keys: Keys;
	dataFolder: string;
	media: MediaStore;
};

let opened: City | undefined;

/**
 * Opens the city at the addresses in the environment: DATABASE_URL and PLAZA_DATA, which `scripts/serve.ts` has checked
 * and made absolute.
 */
export async function openCity(environment: NodeJS.ProcessEnv): Promise<City> {
	const { DATABASE_URL: url, PLAZA_DATA: dataFolder } = environment;
	if (!url || !dataFolder)
		throw new Error('DATABASE_URL and PLAZA_DATA must be set: use npm start');
	if (opened) return opened;
	const db = openDatabase(url);
	const keys = followKeys(dataFolder);
	opened = {
		db,
		get keys() {
			return keys();
		},
		dataFolder,
		media: cityMedia(db, dataFolder)
	};
	return opened;
}

/** The city that is open. */
export function city(): City {
	if (!opened) throw new Error('the city is not open yet');
	return opened;
}

/** Closes the database pool; running queries end first. */
export async function closeCity(): Promise<void> {
	const closing = opened;
	opened = undefined;
	await cleaningEnded();
	await closing?.db.destroy();
}
