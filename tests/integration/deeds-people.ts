// What admins do with people, and what each does with her own account and sign-in.
import { openSetupLink } from '../../src/lib/server/setup-links.ts';
import { addApp, codeOf } from './app-codes.ts';
import { admin, by, city, markOn, signedIn, type Deed } from './deeds.ts';
import { newPasskey } from './made-passkey.ts';
import { firstForm } from './setup-forms.ts';
import { openBrowser } from './staff-browser.ts';
import { password } from './staff-city.ts';

const factor = '/staff/account/second-factor';
const next = 'four other plain words';
const own = { unlogged: 'it is how her own pages look, and nobody else’s' };
const apart = { apart: 'nobody has the cookie of the sign-in before its entry is written' };
const isOpen = { changesNothing: 'there is an account already' };
const nothing = { apart: 'it is told that she tried: nothing is changed' };
let people = 0;

const somebody = async () => (await signedIn()).member;

/** A form on the page of a colleague. */
const onPerson = (form: string, did: Deed['did'], fields: Record<string, string> = {}) =>
	by(`/staff/people/[id]?/${form}`, did, async () => {
		const { id } = await somebody();
		return { ids: [id], fields: { ...(await markOn(`/staff/people/${id}`)), ...fields } };
	});

async function withApp() {
	const { member, browser } = await signedIn();
	const { secret } = await addApp(browser, -1);
	return { member, browser, secret };
}

const invite = async () => {
	const email = `new${people++}@city.example`;
	const token = await openSetupLink(city.db, { purpose: 'join', email, role: 'reader' }, admin.id);
	return { email, token };
};

/** The first run of a city that has accounts already; that of a new one is in first-deed.test.ts. */
async function first() {
	const token = await openSetupLink(city.db, { purpose: 'first', role: 'admin' });
	return { ids: [token], browser: openBrowser(), fields: firstForm() };
}

async function withPasskey() {
	const { browser } = await signedIn();
	const passkey = newPasskey();
	const { toMake } = (await browser.open(`${factor}?passkey`)).data;
	const fields = { name: 'Laptop', answer: passkey.make(toMake.challenge), password };
	return { browser, passkey, fields };
}

export const deedsWithPeople: Deed[] = [
	by('/staff/people?/invite', ['staff.invited'], () => ({
		fields: { email: `asked${people++}@city.example`, role: 'reader', department: '' }
	})),
	by('/staff/people?/close', ['staff.invitation-closed'], async () => {
		const { email } = await invite();
		return { fields: { email } };
	}),
	onPerson('role', ['staff.role-changed'], { role: 'reader', department: '' }),
	onPerson('link', ['staff.invited']),
	onPerson('end', ['staff.sign-ins-ended']),
	onPerson('forget', ['staff.second-factor-removed']),
	onPerson('remove', ['staff.removed']),
	by('/staff/account?/language', [], () => ({ fields: { lang: 'en' } }), own),
	by('/staff/account?/end', ['staff.sign-ins-ended'], async () => {
		const { member, browser } = await signedIn();
		const row = city.db.selectFrom('staff_sign_ins').select('id').where('staff_id', '=', member.id);
		const { id } = await row.executeTakeFirstOrThrow();
		await openBrowser().signIn(member.email, password);
		return { browser, fields: { id } };
	}),
	by('/staff/account?/others', ['staff.sign-ins-ended'], async () => {
		const { member, browser } = await signedIn();
		await openBrowser().signIn(member.email, password);
		return { browser };
	}),
	by('/staff/account?/password', ['staff.password-changed'], async () => ({
		browser: (await signedIn()).browser,
		fields: { currentPassword: password, newPassword: next }
	})),
	by(`${factor}?/kept`, [], () => ({}), { changesNothing: 'it shows what was typed' }),
	by(`${factor}?/app`, ['staff.app-added'], async () => {
		const { browser } = await signedIn();
		const { secret } = (await browser.open(`${factor}?app`)).data.app;
		return { browser, fields: { secret, code: codeOf(secret), password } };
	}),
	by(`${factor}?/appoff`, ['staff.app-removed'], async () => {
		const { browser } = await withApp();
		return { browser, fields: { password } };
	}),
	by(`${factor}?/codes`, ['staff.recovery-codes-made'], async () => {
		const { browser } = await withApp();
		return { browser, fields: { password } };
	}),
	by(`${factor}?/passkey`, ['staff.passkey-added'], withPasskey),
	by(`${factor}?/passkeyoff`, ['staff.passkey-removed'], async () => {
		const { browser, fields } = await withPasskey();
		await browser.post(`${factor}?/passkey`, fields);
		const [{ id }] = (await browser.open(factor)).data.passkeys;
		return { browser, fields: { id, password } };
	}),
	by(
		'/staff/sign-in/passkey',
		['staff.signed-in'],
		async () => {
			const { browser: hers, passkey, fields } = await withPasskey();
			await hers.post(`${factor}?/passkey`, fields);
			const browser = openBrowser();
			const { toShow } = (await browser.open('/staff/sign-in/passkey')).data;
			return { browser, fields: { answer: passkey.show(toShow.challenge) } };
		},
		apart
	),
	by(
		'/staff/sign-in',
		['staff.signed-in'],
		async () => {
			const { email } = await somebody();
			return { browser: openBrowser(), fields: { email, password } };
		},
		apart
	),
	by(
		'/staff/sign-in',
		['staff.code-refused'],
		async () => {
			const { member, browser } = await withApp();
			await browser.post('/staff/sign-out');
			await browser.signIn(member.email, password);
			return { browser, fields: { code: '000000' } };
		},
		nothing
	),
	by(
		'/staff/account?/password',
		['staff.password-refused'],
		async () => ({
			browser: (await signedIn()).browser,
			fields: { currentPassword: 'not hers at all', newPassword: next }
		}),
		nothing
	),
	by('/staff/sign-out POST', ['staff.signed-out'], async () => ({
		browser: (await signedIn()).browser
	})),
	by('/staff/setup/[token]?/join', ['staff.joined', 'staff.signed-in'], async () => ({
		ids: [(await invite()).token],
		browser: openBrowser(),
		fields: { name: 'Pia', password }
	})),
	by('/staff/setup/[token]?/city', [], first, isOpen),
	by('/staff/setup/[token]?/demonstration', [], first, isOpen)
];
