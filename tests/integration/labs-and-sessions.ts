// A city whose staff open labs and plan sessions by their forms.
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { readFeed } from '../../src/lib/server/publications.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

export let city: StaffCity;
export let browser: Browser;
export const day = 24 * 60 * 60 * 1000;

export const told = { name: ' Lab  del\nRaval ', place: 'raval', address: 'Carrer Nou 3' };

export async function aLab(fields: Partial<typeof told> = {}): Promise<string> {
	const answer = await browser.post('/staff/labs?/add', { ...told, ...fields });
	expect(answer).toMatchObject({ status: 303, location: '/staff/labs?done=saved' });
	const { id } = await city.db
		.selectFrom('labs')
		.select('id')
		.orderBy('id', 'desc')
		.executeTakeFirstOrThrow();
	return id;
}

/** A day of the server's zone, so many days from now, as a date field gives it. */
export function dayIn(days: number): string {
	const at = new Date(Date.now() + days * day);
	const parts = [at.getFullYear(), at.getMonth() + 1, at.getDate()];
	return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

export function aForm(lab: string, fields: Record<string, string | string[]> = {}): FormData {
	const form = new FormData();
	const usual = {
		...{ lab, day: dayIn(7), from: '10:00', to: '12:00', weeks: '1' },
		...{ modules: ['mail', 'scam-messages'], languages: ['ar', 'es'] }
	};
	for (const [name, value] of Object.entries({ ...usual, ...fields })) {
		for (const each of [value].flat()) form.append(name, each);
	}
	return form;
}

export const plan = (lab: string, fields?: Record<string, string | string[]>) =>
	browser.post('/staff/sessions/new', aForm(lab, fields));

export const sessions = () =>
	city.db.selectFrom('sessions').selectAll().orderBy('starts_at').orderBy('id').execute();

/** What phones hear: bodies by kind, as whoever has nothing yet reads them. */
export async function published(kind: 'lab' | 'session') {
	const { publications } = await readFeed(city.db, 'x', {});
	return publications.filter((each) => each.kind === kind).map(({ body }) => body);
}

export async function cursor(): Promise<string> {
	return (await readFeed(city.db, 'x', {})).cursor;
}

/** Before the tests of a file the city opens; each test finds no lab. */
export function openLabs(): void {
	beforeAll(async () => {
		city = await openStaffCity();
		await city.addMember('ana@city.example');
		browser = openBrowser();
		await browser.signIn('ana@city.example', password);
		await city.db
			.insertInto('neighbourhoods')
			.values([
				{ id: 'raval', name: 'El Raval', position: 1 },
				{ id: 'old-port', name: 'Old port', position: 2, retired: true }
			])
			.execute();
	});
	beforeEach(async () => {
		for (const table of ['sessions', 'labs', 'publications'] as const) {
			await city.db.deleteFrom(table).execute();
		}
	});
	afterAll(() => city.close());
}
