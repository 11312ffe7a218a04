// A city with a database, keys and a data folder of its own, for tests of the staff pages.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeCity, openCity, type City } from '../../src/lib/server/city.ts';
import type { Role } from '../../src/lib/domain/rights.ts';
import { addStaff, type StaffMember } from '../../src/lib/server/staff.ts';
import { openTestDatabase } from './database.ts';

export const password = 'four plain words here';

export interface StaffCity extends City {
	/** The address of its database. */
	url: string;
	/** Adds a member who signs in with `password`. */
	addMember(email: string, role?: Role): Promise<StaffMember>;
	close(): Promise<void>;
}

export async function openStaffCity(): Promise<StaffCity> {
	const database = await openTestDatabase();
	const folder = mkdtempSync(join(tmpdir(), 'plaza-staff-'));
	const city = await openCity({ DATABASE_URL: database.url, PLAZA_DATA: folder });
	return {
		...city,
		url: database.url,
		addMember: async (email, role = 'coordinator') => {
			const member = { name: `Name of ${email}`, email, role, lang: 'en' as const };
			const added = await city.db.transaction().execute((trx) => addStaff(trx, member, password));
			if (!added) throw new Error(`${email} was there already`);
			return added;
		},
		close: async () => {
			await closeCity();
			await database.close();
			rmSync(folder, { recursive: true });
		}
	};
}
