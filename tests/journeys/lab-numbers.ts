/** What a city has of the sessions in a lab: in its database, and on the pages of its staff. */
import { expect, type Page } from '@playwright/test';
import { withDatabase } from '../../src/lib/server/with-database.ts';
import type { CityServer } from './city-server.ts';
import { toldTogether } from './lab-needs.ts';
import { labName } from './lab-people.ts';
import { shared } from './lab-workshop.ts';
import { wordsOf } from './people.ts';

const says = wordsOf('en', 'staff');

/** All of it that belongs to a session, in the database. */
export function sessionsAtCity({ databaseUrl, dataFolder }: CityServer) {
	return withDatabase({ databaseUrl: databaseUrl || undefined, dataFolder }, async (db) => {
		const held = await db.selectFrom('held_sessions').selectAll().execute();
		const ids = held.map(({ id }) => id);
		const count = async (table: 'attendance' | 'progress' | 'needs') =>
			(await db.selectFrom(table).select('session').where('session', 'in', ids).execute()).length;
		const together = await db
			.selectFrom('needs')
			.where('told', 'is not', null)
			.select(['told', 'told_people', 'session'])
			.orderBy('told')
			.execute();
		const sure = await db
			.selectFrom('confidence')
			.where('session', 'in', ids)
			.selectAll()
			.execute();
		const workshops = await db
			.selectFrom('workshops')
			.where('session', 'in', ids)
			.selectAll()
			.execute();
		return {
			sessions: held.map(({ modules, languages }) => ({ modules, languages })),
			people: await count('attendance'),
			steps: await count('progress'),
			needs: await count('needs'),
			together: together.map(({ told, told_people, session }) => ({
				...{ told, people: told_people, ofSession: session !== null && ids.includes(session) }
			})),
			sure: { before: sure.filter(({ moment }) => moment === 'before').length, all: sure.length },
			workshops: workshops.map(({ way, people, opinion_groups, groups }) => {
				const counted = groups.map(({ needs, topic: _, ...counts }) => {
					expect(needs.length).toBeLessThanOrEqual(counts.told);
					return counts;
				});
				return { way, people, opinion_groups, groups: counted };
			})
		};
	});
}

/** The same on the pages of staff, where numbers of people are shown in fives: fourteen came, six voted, one said how sure she is after. */
export async function expectShownToStaff(staff: Page, origin: string): Promise<void> {
	await staff.goto(`${origin}/staff/learning`);
	const cells = (part: string) =>
		staff.locator(`section[aria-labelledby=${part}] tr`, { hasText: labName }).locator('td');
	await expect(cells('held').last()).toHaveText(/ 10\s*$/);
	for (const [at, count] of ['under 5', 'under 5', '10', 'under 5'].entries()) {
		await expect(cells('confidence').nth(at)).toContainText(count);
	}
	for (const [how, words] of Object.entries(toldTogether)) {
		await staff.goto(`${origin}/staff?told=${how}`);
		await expect(staff.locator('main table tbody tr')).toHaveCount(1);
		await staff.getByRole('link', { name: words }).click();
		await expect(staff.getByText(says(`told.${how}`))).toBeVisible();
	}
	await staff.goto(`${origin}/staff/workshops`);
	const box = staff.locator('section', { hasText: labName });
	await expect(box).toContainText(`${says('held.people')}: 5`);
	const first = box.locator('tbody tr').first();
	await expect(first).toContainText(shared.help);
	await expect(first).toContainText(says('workshops.says.agrees'));
	await expect(first.locator('td').nth(1)).toHaveText(/5$/);
}
