// A city whose staff answer many needs at once: who tells them, how an answer is prepared, and what each person hears.
import { afterAll, beforeAll } from 'vitest';
import { isNeedNews, type News } from '../../src/lib/domain/sync.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { replaceNeighbourhoods } from '../../src/lib/server/neighbourhoods.ts';
import { aNeed, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

export let city: StaffCity;
/** A coordinator, and her id. */
export let ana: Browser;
export let staff: string;

/** Before the tests of a file the city opens; it closes after them. */
export function openAnsweringCity(): void {
	beforeAll(async () => {
		city = await openStaffCity();
		staff = (await city.addMember('ana@city.example')).id;
		ana = await enter('ana@city.example');
		await replaceNeighbourhoods(city.db, [{ id: 'sol', name: 'Plaza del Sol' }]);
	});
	afterAll(() => city.close());
}

/** Somebody of the staff, signed in. */
export async function enter(email: string): Promise<Browser> {
	const browser = openBrowser();
	await browser.signIn(email, password);
	return browser;
}

export async function tell(lang = 'es', place: string | null = null) {
	const secrets = newSecrets();
	const need = aNeed('Hace falta luz', { secrets, lang, body: { place } });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return { id: need.id, secrets };
}

export type Told = Awaited<ReturnType<typeof tell>>;

/** What her phone is told of her need. */
export async function heard({ secrets }: Told): Promise<News | undefined> {
	const request = { v: 1 as const, submissions: [], watch: [secrets.watch] };
	return (await receive(city, request, new Date())).replies.find(isNeedNews);
}

/** Prepares an answer to these needs; where it stands then is the location. */
export async function prepare(ids: string[], form: Record<string, string>) {
	const page = `/staff/answers/new?/prepare&needs=${ids.join(',')}`;
	return ana.post(page, { kind: 'answered', fallback: 'es', ...form });
}

/** The id of what was prepared. */
export const batchIn = ({ location = '' }: { location?: string }) =>
	location.split('/').at(-1) ?? '';
