// The people at a desk: an admin, coordinators, two departments, a reader; and what they do with a need.
import { afterAll, beforeAll } from 'vitest';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

export let city: StaffCity;
/** An admin, a coordinator, a moderator; Eva and Fay of two departments; and a reader. */
export let admin: Browser;
export let ana: Browser;
export let eva: Browser;
export let fay: Browser;
export let reader: Browser;
export const ids: Record<string, string> = {};
export let streets: string;
export let parks: string;

export async function tell(words = 'Hace falta luz') {
	const secrets = newSecrets();
	const need = aNeed(words, { secrets });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return { id: need.id, secrets };
}

export const look = async (id: string, as = ana) => (await as.open(`/staff/needs/${id}`)).data;

/** Posts one of the page's forms and gives the status, with the code of what could not be done. */
export async function work(id: string, action: string, form: Record<string, string>, as = ana) {
	const { status, data, location } = await as.post(`/staff/needs/${id}?/${action}`, form);
	if (location === '/staff/refused') return 'refused';
	return data?.desk ? `${status} ${data.desk.code}` : String(status);
}

export const passTo = (id: string, was: string, to: string, as = ana, why = 'Es de alumbrado') =>
	work(id, 'pass', { was, to, why }, as);

export const logged = async (subject: string) =>
	(
		await city.db
			.selectFrom('activity')
			.select('action')
			.where('subject', '=', subject)
			.orderBy('seq')
			.execute()
	).map(({ action }) => action);

export const row = (id: string) =>
	city.db.selectFrom('needs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** Before the tests of a file their city opens; it closes after them. */
export function openDesk(): void {
	beforeAll(async () => {
		city = await openStaffCity();
		const enter = async (name: string, role: Parameters<StaffCity['addMember']>[1]) => {
			ids[name] = (await city.addMember(`${name}@city.example`, role)).id;
			const browser = openBrowser();
			await browser.signIn(`${name}@city.example`, password);
			return browser;
		};
		admin = await enter('admin', 'admin');
		ana = await enter('ana', 'coordinator');
		eva = await enter('eva', 'department');
		fay = await enter('fay', 'department');
		reader = await enter('reader', 'reader');
		for (const name of ['Streets', 'Parks']) {
			await admin.post('/staff/settings/departments?/add', { name });
		}
		const { departments } = (await admin.open('/staff/settings/departments')).data;
		[parks, streets] = departments.map(({ id }: { id: string }) => id);
		for (const [name, department] of [
			['eva', streets],
			['fay', parks]
		] as const) {
			await city.db
				.updateTable('staff')
				.set({ department })
				.where('id', '=', ids[name] ?? '')
				.execute();
		}
	});
	afterAll(() => city.close());
}
