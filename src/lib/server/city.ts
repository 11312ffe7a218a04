/** The running city: its database and keys, opened once for the whole process. */
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { followKeys, type Keys } from './keys.ts';
import { openCityDoor } from './city-door.ts';
import type { Door } from './door.ts';
import { keepEnrolment, openHub, type Hub } from './hub.ts';
import { openLive, type Live } from './live.ts';
import { keepSearchable, type Searchable } from './searchable.ts';
import { keepThemeRules, type ThemeRules } from './theme-rules.ts';
import { wrongPasswordsNoted } from './sign-in-log.ts';
import { cleaningEnded } from './withdrawals.ts';

export type City = {
	db: Database;
	/** As they are in their file now. */
	readonly keys: Keys;
	dataFolder: string;
	/** The address that people type, when it was told. */
	origin: string | undefined;
	door: Door;
	/** Where this is not the city itself but a lab's hub. */
	hub?: Hub;
	/** What makes the needs of a city searchable. */
	searchable?: Searchable;
	/** What takes rules of themes through the needs of a city. */
	themeRules?: ThemeRules;
	/** What tells open pages of the staff what happens. */
	live?: Live;
};

let opened: City | undefined;

/**
 * Opens the city at the addresses in the environment: DATABASE_URL and PLAZA_DATA, which `scripts/serve.ts` has checked
 * and made absolute. With PLAZA_UPSTREAM it is a hub of the city there.
 * @throws InstallationProblem when a hub has no enrolment, or has never met its city and cannot reach it now
 */
export async function openCity(environment: NodeJS.ProcessEnv): Promise<City> {
	const { DATABASE_URL: url, PLAZA_DATA: dataFolder, ORIGIN: origin } = environment;
	if (!url || !dataFolder)
		throw new Error('DATABASE_URL and PLAZA_DATA must be set: use npm start');
	if (opened) return opened;
	const db = openDatabase(url);
	const keys = followKeys(dataFolder);
	const home = {
		db,
		dataFolder,
		origin: origin || undefined,
		get keys() {
			return keys();
		}
	};
	const { PLAZA_UPSTREAM: upstream, PLAZA_ENROLMENT: given } = environment;
	if (upstream) {
		const enrolment = keepEnrolment(dataFolder, given || undefined);
		const hub = await openHub({ db, dataFolder, keys: keys(), upstream, enrolment });
		// not spread: that would read the keys once and for all
		opened = Object.assign(home, { door: hub.door, hub });
	} else {
		const searchable = keepSearchable(db);
		const live = openLive(url, db);
		const door = openCityDoor(home, searchable, live);
		opened = Object.assign(home, { door, searchable, live, themeRules: keepThemeRules(db) });
	}
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
	await wrongPasswordsNoted();
	await closing?.hub?.close();
	await closing?.searchable?.end();
	await closing?.themeRules?.end();
	await closing?.live?.end();
	await closing?.db.destroy();
}
