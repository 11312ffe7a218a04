// What staff do with one need by the forms of its page, and what is written of it.
import { afterAll, beforeAll } from 'vitest';
import { isNeedNews, type News } from '../../src/lib/domain/sync.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

export let city: StaffCity;
/** An admin, and her id. */
export let browser: Browser;
export let staff: string;

/** Before the tests of a file the city opens; it closes after them. */
export function openSteps(): void {
	beforeAll(async () => {
		city = await openStaffCity();
		staff = (await city.addMember('ana@city.example', 'admin')).id;
		browser = openBrowser();
		await browser.signIn('ana@city.example', password);
	});
	afterAll(() => city.close());
}

export async function tell(words = 'Hace falta luz', lang = 'es') {
	const secrets = newSecrets();
	const need = aNeed(words, { secrets, lang });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return { id: need.id, secrets };
}

/** What phones are told with these secrets. */
export async function watch(...secrets: string[]): Promise<News[]> {
	const request = { v: 1 as const, submissions: [], watch: secrets };
	return (await receive(city, request, new Date())).replies.filter(isNeedNews);
}

/** The page of a need, and how it stood there. */
export async function look(id: string) {
	const { data } = await browser.open(`/staff/needs/${id}`);
	return { ...data, seen: String(data.need.changedAt.getTime()) };
}

export const toState = async (id: string, to: string, seen?: string) =>
	browser.post(`/staff/needs/${id}?/state`, { to, seen: seen ?? (await look(id)).seen });

export const reply = async (id: string, form: Record<string, string>) =>
	browser.post(`/staff/needs/${id}?/reply`, {
		seen: (await look(id)).seen,
		kind: 'answered',
		words: 'Mañana la arreglamos.',
		lang: 'es',
		...form
	});

/** All that the city has of a need. */
export async function everything(id: string) {
	const [need, events, messages] = await Promise.all([
		city.db.selectFrom('needs').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
		city.db.selectFrom('need_events').selectAll().where('need', '=', id).orderBy('at').execute(),
		city.db.selectFrom('need_messages').selectAll().where('need', '=', id).execute()
	]);
	return { need, events, messages };
}
