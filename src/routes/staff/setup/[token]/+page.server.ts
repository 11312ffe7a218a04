import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { languages } from '$lib/domain/language.ts';
import { readAccountForm, typedAccount } from '$lib/server/account-form.ts';
import { city } from '$lib/server/city.ts';
import { readCityForm } from '$lib/server/city-form.ts';
import { joinStaff, openFirst } from '$lib/server/first-run.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readSetupLink } from '$lib/server/setup-links.ts';
import { citySignIn } from '$lib/server/sign-in.ts';
import { findStaff, type StaffMember } from '$lib/server/staff.ts';

type Event = RequestEvent<{ token: string }>;

export const load = async ({ params }) => {
	const { db } = city();
	const link = (await readSetupLink(db, params.token)) ?? error(410, 'link-closed');
	const there = link.email ? await findStaff(db, link.email) : undefined;
	return { purpose: there ? ('renew' as const) : link.purpose, email: link.email, languages };
};

export const actions = {
	city: async (event) => {
		const form = await event.request.formData();
		const account = readAccountForm(form);
		const settings = await readCityForm(form);
		if ('values' in account && 'values' in settings) {
			const opened = await openFirst(
				city(),
				event.params.token,
				{ ...account.values, lang: languageOf(event) },
				settings.values
			);
			return enter(event, opened, account.values.password);
		}
		return fail(400, {
			problems: {
				...('problems' in account && account.problems),
				...('problems' in settings && settings.problems)
			},
			account: typedAccount(form),
			city: settings.typed
		});
	},
	demonstration: async (event) => {
		const form = await event.request.formData();
		const account = readAccountForm(form);
		if ('problems' in account) {
			const { typed } = await readCityForm(form);
			return fail(400, { ...account, account: typedAccount(form), city: typed });
		}
		const values = { ...account.values, lang: languageOf(event) };
		const opened = await openFirst(city(), event.params.token, values, 'demonstration');
		return enter(event, opened, account.values.password);
	},
	join: async (event) => {
		const { db } = city();
		const { token } = event.params;
		const link = (await readSetupLink(db, token)) ?? error(410, 'link-closed');
		const form = await event.request.formData();
		const there = link.email ? await findStaff(db, link.email) : undefined;
		if (there) form.set('name', there.name);
		const account = readAccountForm(form, link.email);
		if ('problems' in account) return fail(400, { ...account, account: typedAccount(form) });
		const values = { ...account.values, lang: there?.lang ?? languageOf(event) };
		const joined = await joinStaff(db, token, values);
		if (joined === 'email-taken') {
			const problems = { email: { code: 'email-taken' } };
			return fail(400, { problems, account: typedAccount(form) });
		}
		return enter(event, joined, textOf(form, 'password'));
	}
};

/** Whoever has an account now is signed in with it. */
async function enter(event: Event, member: StaffMember | undefined, password: string) {
	if (!member) error(410, 'link-closed');
	await citySignIn().enter(event, member.email, password);
	redirect(303, '/staff');
}

function languageOf({ locals }: Event) {
	return locals.lang ?? 'en';
}
