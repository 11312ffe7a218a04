// The first run opens a city and its log: with the account of who did it, and her sign-in.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { firstForm, firstPage } from './setup-forms.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity } from './staff-city.ts';

test.each(['city', 'demonstration'])(
	'of a %s: its entry is written with the account, or neither is',
	async (form) => {
		const city = await openStaffCity();
		const page = `${await firstPage(city)}?/${form}`;
		await sql`alter table activity add constraint full_up check (false) not valid`.execute(city.db);
		await expect(openBrowser().post(page, firstForm())).rejects.toThrow('full_up');
		for (const table of ['staff', 'settings', 'neighbourhoods', 'needs', 'sessions']) {
			const { rows } = await sql`select from ${sql.table(table)}`.execute(city.db);
			expect([table, rows.length]).toEqual([table, 0]);
		}
		await sql`alter table activity drop constraint full_up`.execute(city.db);
		expect(await openBrowser().post(page, firstForm())).toMatchObject({ location: '/staff' });
		const log = await city.db.selectFrom('activity').selectAll().orderBy('seq').execute();
		const { id } = await city.db.selectFrom('staff').select('id').executeTakeFirstOrThrow();
		const hers = { staff: id, subject: `staff:${id}` };
		expect(log.at(0)).toMatchObject({ ...hers, action: 'staff.joined' });
		expect(log.at(-1)).toMatchObject({ ...hers, action: 'staff.signed-in' });
		await city.close();
	}
);
