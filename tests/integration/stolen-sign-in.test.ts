/** A sign-in that somebody stole, or left open, is dead at every kind of address once it ended, also where it is used just then. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { setPassword } from '../../src/lib/server/staff.ts';
import { addApp } from './app-codes.ts';
import { aNeed } from './invented.ts';
import { hashOf, itemOf, photo } from './media-made.ts';
import { openBrowser, type Answer, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const newPassword = 'four other plain words';
let city: StaffCity;
let ana: Browser;
let need: string;
let members = 0;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'admin');
	ana = await signedIn('ana@city.example');
	const picture = await photo('#0B6E6E', 320, 240);
	const told = aNeed('Hace falta luz', { media: [itemOf(picture, 'image/jpeg')] });
	await receive(city, { v: 1, submissions: [told] }, new Date());
	await receivePiece(city.door.media, hashOf(picture), 0, picture);
	need = told.id;
});
afterAll(() => city.close());

async function signedIn(email: string): Promise<Browser> {
	const browser = openBrowser({ address: `198.51.100.${members}` });
	await browser.signIn(email, password);
	return browser;
}

interface Her {
	id: string;
	/** Her page for admins. */
	path: string;
	browser: Browser;
}

const admin = (form: string, fields?: Record<string, string>) => async (her: Her) =>
	fields ? ana.save(`${her.path}?/${form}`, fields) : ana.post(`${her.path}?/${form}`);

/** Whether the thief has a copy of her own cookie, or came in by himself on another browser. */
const ways: [what: string, thief: 'copy' | 'another', act: (her: Her) => Promise<unknown>][] = [
	['she signs out', 'copy', ({ browser }) => browser.post('/staff/sign-out')],
	[
		'she changes her password',
		'copy',
		({ browser }) =>
			browser.post('/staff/account?/password', { currentPassword: password, newPassword })
	],
	[
		'she ends all others at her account',
		'another',
		({ browser }) => browser.post('/staff/account?/others')
	],
	['she sets up a second factor', 'another', ({ browser }) => addApp(browser)],
	['an admin gives her another role', 'copy', admin('role', { role: 'moderator' })],
	['an admin ends her sign-ins', 'copy', admin('end')],
	['an admin forgets her second factor', 'copy', admin('forget')],
	['an admin removes her', 'copy', admin('remove')],
	[
		'she follows a link for a new password',
		'copy',
		async ({ path }) => {
			const { data } = await ana.post(`${path}?/link`);
			return openBrowser().post(`${new URL(data.link).pathname}?/join`, { password: newPassword });
		}
	],
	[
		'a command gives her another password',
		'copy',
		({ id }) => city.db.transaction().execute((trx) => setPassword(trx, id, newPassword))
	]
];

test.each(ways)('once %s', async (_, kind, act) => {
	const email = `dora${members++}@city.example`;
	const { id } = await city.addMember(email);
	const browser = await signedIn(email);
	const thief = kind === 'another' ? await signedIn(email) : openBrowser();
	if (kind === 'copy') for (const [name, value] of browser.jar) thief.jar.set(name, value);

	const reason = 'To read it all at home';
	const asked = await thief.post('/staff/exports', { kind: 'needs', format: 'csv', reason });
	const files = [asked.location ?? '', `/staff/media/${need}/0`, '/staff/heard.csv'];
	for (const path of ['/staff', `/staff/needs/${need}`, ...files])
		expect((await thief.open(path)).status, path).toBe(200);
	const inbox = bodyOf(await thief.fetch('/staff/live'));
	const page = bodyOf(await thief.fetch(`/staff/live?need=${need}`));
	const download = bodyOf(await thief.fetch(files[0] ?? ''));

	await act({ id, path: `/staff/people/${id}`, browser });

	await expect(inbox.pipeTo(new WritableStream())).resolves.toBeUndefined();
	await expect(page.pipeTo(new WritableStream())).resolves.toBeUndefined();
	await expect(download.pipeTo(new WritableStream())).rejects.toThrow('signed out');
	for (const path of ['/staff', '/staff/account', '/staff/live', `/staff/needs/${need}`, ...files])
		expect((await thief.open(path)).location, path).toMatch(/^\/staff\/sign-in/);
	const note = await thief.post(`/staff/needs/${need}?/note`, { note: 'I was here' });
	expect(note.location).toMatch(/^\/staff\/sign-in/);
	const { data } = await ana.open(`/staff/needs/${need}`);
	expect(JSON.stringify(data)).not.toContain('I was here');
});

test('an open page alone keeps nobody signed in: only what somebody does moves the quiet half hour', async () => {
	await city.addMember('eva@city.example');
	const eva = await signedIn('eva@city.example');
	const soon = new Date(Date.now() + 60_000);
	await city.db.updateTable('staff_sign_ins').set({ expires_at: soon }).execute();
	const end = () => city.db.selectFrom('staff_sign_ins').select('expires_at').execute();
	const before = await end();
	await bodyOf(await eva.fetch('/staff/live')).cancel();
	expect((await eva.fetchData('/staff')).status).toBe(200);
	expect(await end()).toEqual(before);
	expect((await eva.open('/staff')).status).toBe(200);
	expect(await end()).not.toEqual(before);
});

function bodyOf({ status, data }: Answer): ReadableStream {
	expect(status).toBe(200);
	return (data as Response).body as ReadableStream;
}
