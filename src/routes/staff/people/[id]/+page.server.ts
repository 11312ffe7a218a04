import { error, fail, redirect } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { isFactorRequired } from '$lib/server/factor-duty.ts';
import { endSignIns, findPerson, forgetSecondFactor, listDepartments } from '$lib/server/people.ts';
import { countOwned } from '$lib/server/passes.ts';
import { markOf, overwrite } from '$lib/server/overwrite.ts';
import { readRoleForm, typedPerson } from '$lib/server/person-form.ts';
import { openSetupLink } from '$lib/server/setup-links.ts';
import { removeStaff, setRole } from '$lib/server/staff.ts';
import { textOf } from '$lib/server/form-problems.ts';
import type { Database } from '$lib/server/database.ts';

const steps = ['removing', 'forgetting'] as const;

export const load = async ({ locals, params, url }) => {
	const { id } = signedInWith(locals, 'people.write');
	const { db } = city();
	const person = await personOf(params.id);
	const asked = url.searchParams;
	return {
		person,
		was: markOf(written(person)),
		owned: await countOwned(db, person.id),
		departments: await listDepartments(db),
		own: id,
		now: new Date(),
		done: (['changed', 'ended', 'forgotten'] as const).find((what) => asked.has(what)),
		step: steps.find((what) => asked.has(what))
	};
};

export const actions = {
	role: async ({ locals, params, request }) => {
		const { id: by } = signedInWith(locals, 'people.write');
		const { db } = city();
		const person = await personOf(params.id);
		const form = await request.formData();
		const read = readRoleForm(form, await listDepartments(db));
		const typed = typedPerson(form);
		if ('problems' in read) return fail(400, { ...read, typed, was: textOf(form, 'was') });
		const { role, department } = read.values;
		const stands = async (trx: Database) =>
			written((await findPerson(trx, person.id)) ?? error(404, 'not-found'));
		const saved = await overwrite(db, form, stands, (trx) =>
			setRole(trx, person.id, role, { department, by })
		);
		if ('problem' in saved) return fail(409, { typed, isOld: true });
		if (!saved.done) return fail(409, { typed, problems: { role: { code: 'last-admin' } } });
		redirect(303, `/staff/people/${person.id}?changed`);
	},
	link: async ({ locals, params, url }) => {
		const { id } = signedInWith(locals, 'people.write');
		const { email, role, department } = await personOf(params.id);
		const link = { purpose: 'join', email, role, department } as const;
		const token = await openSetupLink(city().db, link, id);
		return { link: `${url.origin}/staff/setup/${token}` };
	},
	end: async ({ locals, params }) => {
		const { id } = signedInWith(locals, 'people.write');
		const person = await personOf(params.id);
		await endSignIns(city().db, person.id, id);
		redirect(303, `/staff/people/${person.id}?ended`);
	},
	forget: async ({ locals, params }) => {
		const { id } = signedInWith(locals, 'people.write');
		const person = await personOf(params.id);
		// of a colleague it is help for who has lost hers; of one's own, a way round the duty
		if (person.id === id && (await isFactorRequired(city().db))) {
			return fail(409, { problems: { forget: { code: 'second-factor-last' } } });
		}
		await forgetSecondFactor(city().db, person.id, id);
		redirect(303, `/staff/people/${person.id}?forgotten`);
	},
	remove: async ({ locals, params }) => {
		const { id } = signedInWith(locals, 'people.write');
		const { email } = await personOf(params.id);
		const result = await removeStaff(city().db, email, id);
		if (result === 'last-admin') return fail(409, { problems: { remove: { code: result } } });
		redirect(303, '/staff/people?removed');
	}
};

/** What of somebody the form of her role writes. */
function written({ role, department }: { role: string; department: string | null }) {
	return { role, department };
}

async function personOf(id: string) {
	const person = /^[\w-]+$/.test(id) ? await findPerson(city().db, id) : undefined;
	return person ?? error(404, 'not-found');
}
