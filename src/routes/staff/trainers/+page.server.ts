import { fail, redirect } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { readTrainerForm, typedTrainer } from '$lib/server/trainer-form.ts';
import { addTrainer, listTrainers, openLabs } from '$lib/server/trainers.ts';

export const load = async ({ locals }) => {
	const { role } = signedInWith(locals, 'trainers.read');
	const { db } = city();
	const [trainers, labs] = await Promise.all([listTrainers(db), openLabs(db)]);
	return { trainers, labs, isAdmin: role === 'admin', now: new Date() };
};

export const actions = {
	add: async ({ locals, request }) => {
		const { id: by } = signedInWith(locals, 'trainers.write');
		const { db } = city();
		const form = await request.formData();
		const read = readTrainerForm(form, await openLabs(db));
		if ('problems' in read) return fail(400, { ...read, typed: typedTrainer(form) });
		const id = await addTrainer(db, read.values, new Date(), by);
		redirect(303, `/staff/trainers/${id}?added`);
	}
};
