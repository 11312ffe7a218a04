import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import {
	addDepartment,
	closeDepartment,
	countWaiting,
	listDepartments,
	renameDepartment,
	type DepartmentProblem
} from '$lib/server/departments.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readName } from '$lib/server/label-form.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'settings.write');
	const { db } = city();
	const [departments, waiting] = await Promise.all([listDepartments(db), countWaiting(db)]);
	return {
		departments: departments.map((each) => ({ ...each, waiting: waiting.get(each.id) ?? 0 })),
		changing: url.searchParams.get('change'),
		saved: url.searchParams.has('saved')
	};
};

export const actions = {
	add: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'settings.write').id;
		const { typed, name } = readName(await request.formData());
		if (!name) return fail(400, { typed, problem: 'name' as const });
		return finish(await addDepartment(city().db, { id: randomUUID(), name, staff }), { typed });
	},
	change: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'settings.write').id;
		const form = await request.formData();
		const id = textOf(form, 'id');
		const { typed, name } = readName(form);
		const was = textOf(form, 'was');
		if (!name) return fail(400, { id, typed, was, problem: 'name' as const });
		return finish(await renameDepartment(city().db, { id, was, name, staff }), { id, typed });
	},
	close: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'settings.write').id;
		const form = await request.formData();
		const asked = { id: textOf(form, 'id'), retired: textOf(form, 'retired') === 'yes', staff };
		return finish(await closeDepartment(city().db, asked));
	}
};

function finish<Kept extends object>(refusal: DepartmentProblem | undefined, kept?: Kept) {
	if (refusal?.problem === 'unknown') error(404, 'not-found');
	if (refusal) return fail(409, { ...kept, problem: refusal.problem });
	redirect(303, '/staff/settings/departments?saved');
}
