/** Whoever answers one person sees the answer as it will stand on that person's phone, before it goes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { receive } from '../../src/lib/server/receive.ts';
import { load } from '../../src/routes/staff/needs/[id]/+page.ts';
import { draw } from './drawn-pages.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let staff: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	staff = openBrowser();
	await staff.signIn('ana@city.example', password);
});
afterAll(() => city.close());

/** The page of a need told in a language, once the words of an answer were checked without script. */
async function checked(told: string, fields: Record<string, string>, by = staff): Promise<string> {
	const need = aNeed('Falta luz', { lang: told });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	const page = `/staff/needs/${need.id}`;
	const { data: form } = await by.post(`${page}?/check`, fields);
	const { data } = await by.open(page);
	const whole = await load({ data } as Parameters<typeof load>[0]);
	return draw('need', whole, form, 'en');
}

/** The frame of the phone in a page, with its own language and direction. */
const phoneIn = (html: string) =>
	/<div class="phone[^"]*" lang="(\w+)" dir="(\w+)"[\s\S]*?<p class="said[^"]*" dir="auto" lang="(\w+)">([^<]*)</.exec(
		html
	);

it.each([
	['ar', 'ar', ['ar', 'rtl', 'ar']],
	['es', 'es', ['es', 'ltr', 'es']],
	['ar', 'es', ['ar', 'rtl', 'es']],
	// a language in which no phone speaks is shown as whoever answers reads
	['sw', 'sw', ['en', 'ltr', 'sw']]
])(
	'a need in %s, answered in %s: the frame has her page and the words as they are written',
	async (told, lang, [page, direction, written]) => {
		const html = await checked(told, { words: 'Hay luz <b>ya</b>.', lang, kind: 'answered' });
		expect(phoneIn(html)?.slice(1)).toEqual([page, direction, written, 'Hay luz &lt;b>ya&lt;/b>.']);
	}
);

it('shows no frame while nothing is written', async () => {
	expect(phoneIn(await checked('es', { words: ' ', lang: 'es' }))).toBeNull();
});
