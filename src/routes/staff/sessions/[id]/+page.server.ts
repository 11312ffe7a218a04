import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { listLabs } from '$lib/server/labs.ts';
import { readSessionForm, typedOf } from '$lib/server/session-form.ts';
import { cancelSession, changeSession, findSession } from '$lib/server/sessions.ts';
import { sessionChoices } from '../choices.server.ts';

export const load = async ({ locals, params, url }) => {
	const { lang } = signedInWith(locals, 'labs');
	const { db } = city();
	const session = await findSession(db, idOf(params));
	if (!session) error(404, 'not-found');
	const { starts_at: startsAt, ends_at: endsAt, ...rest } = session;
	const lab = (await listLabs(db)).find(({ id }) => id === session.lab);
	return {
		...(await sessionChoices(lang)).shown,
		session: { ...rest, startsAt, endsAt, labName: lab?.name ?? '' },
		typed: typedOf({ ...rest, startsAt, endsAt }),
		isOver: endsAt <= new Date(),
		cancelling: url.searchParams.has('cancel')
	};
};

export const actions = {
	change: async ({ locals, params, request }) => {
		const { id: by, lang } = signedInWith(locals, 'labs');
		const now = new Date();
		const { choices } = await sessionChoices(lang);
		const form = await request.formData();
		// of a change there is only one week
		form.delete('weeks');
		const read = readSessionForm(form, choices, now);
		const seen = { id: idOf(params), revision: revisionIn(form) };
		if ('problems' in read) {
			const { typed, problems } = read;
			return fail(400, { typed, problems, revision: seen.revision });
		}
		const change = { ...read.plan, ...read.hours[0] };
		const refused = await changeSession(city().db, seen, change, now, by);
		if (refused === 'unknown') error(404, 'not-found');
		if (refused === 'session-lab') {
			const problems = { lab: { code: refused } };
			return fail(409, { typed: read.typed, problems, revision: seen.revision });
		}
		if (refused) return fail(409, { typed: read.typed, refused });
		redirect(303, '/staff/sessions?done=saved');
	},
	cancel: async ({ locals, params, request }) => {
		const { id: by } = signedInWith(locals, 'labs');
		const seen = { id: idOf(params), revision: revisionIn(await request.formData()) };
		const refused = await cancelSession(city().db, seen, new Date(), by);
		if (refused === 'unknown') error(404, 'not-found');
		if (refused) return fail(409, { refused });
		redirect(303, '/staff/sessions?done=cancelled');
	}
};

function idOf({ id }: { id: string }): string {
	return v.is(idSchema, id) ? id : error(404, 'not-found');
}

/** The revision that was seen; none fits where the form has none. */
function revisionIn(form: FormData): number {
	const text = textOf(form, 'revision');
	return /^\d{1,9}$/.test(text) ? Number(text) : -1;
}
