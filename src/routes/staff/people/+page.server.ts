import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import {
	closeInvitation,
	listDepartments,
	listInvitations,
	listPeople
} from '$lib/server/people.ts';
import { readInvitationForm, typedPerson } from '$lib/server/person-form.ts';
import { openSetupLink } from '$lib/server/setup-links.ts';
import { findStaff } from '$lib/server/staff.ts';

export const load = async ({ locals, url }) => {
	const { id } = signedInWith(locals, 'people.write');
	const { db } = city();
	const [people, invitations, departments] = await Promise.all([
		listPeople(db),
		listInvitations(db),
		listDepartments(db)
	]);
	const done = (['removed', 'closed'] as const).find((what) => url.searchParams.has(what));
	return { people, invitations, departments, own: id, now: new Date(), done };
};

export const actions = {
	invite: async ({ locals, request, url }) => {
		const { id } = signedInWith(locals, 'people.write');
		const { db } = city();
		const form = await request.formData();
		const read = readInvitationForm(form, await listDepartments(db));
		if ('problems' in read) return fail(400, { ...read, typed: typedPerson(form) });
		if (await findStaff(db, read.values.email)) {
			const problems = { email: { code: 'email-taken' } };
			return fail(400, { problems, typed: typedPerson(form) });
		}
		const token = await openSetupLink(db, { purpose: 'join', ...read.values }, id);
		return { email: read.values.email, link: `${url.origin}/staff/setup/${token}` };
	},
	close: async ({ locals, request }) => {
		const { id } = signedInWith(locals, 'people.write');
		const email = textOf(await request.formData(), 'email');
		if (v.is(v.pipe(v.string(), v.email()), email)) await closeInvitation(city().db, email, id);
		redirect(303, '/staff/people?closed');
	}
};
