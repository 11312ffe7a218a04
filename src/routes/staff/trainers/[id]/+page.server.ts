import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { isLanguage } from '$lib/domain/language.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import type { Database } from '$lib/server/database.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { markOf, overwrite } from '$lib/server/overwrite.ts';
import { readSettings } from '$lib/server/settings.ts';
import { inviteTrainer } from '$lib/server/trainer-devices.ts';
import { readTrainerForm, typedTrainer } from '$lib/server/trainer-form.ts';
import {
	changeTrainer,
	endTrainer,
	findTrainer,
	openLabs,
	shutOutDevice,
	type TrainerRow
} from '$lib/server/trainers.ts';
import { drawQr, quietZone } from '$lib/ui/qr.ts';

export const load = async ({ locals, params, url }) => {
	const { role } = signedInWith(locals, 'trainers.read');
	const { db } = city();
	const trainer = await findTrainer(db, idOf(params));
	if (!trainer) error(404, 'not-found');
	const [labs, { languages }] = await Promise.all([openLabs(db), readSettings(db)]);
	const asked = url.searchParams;
	return {
		trainer,
		was: markOf(written(trainer)),
		labs,
		languages,
		isAdmin: role === 'admin',
		now: new Date(),
		done: (['added', 'changed', 'shut'] as const).find((what) => asked.has(what)),
		shutting: asked.get('device'),
		ending: asked.has('end')
	};
};

export const actions = {
	change: async ({ locals, params, request }) => {
		const { id: by } = signedInWith(locals, 'trainers.write');
		const { db } = city();
		const form = await request.formData();
		const read = readTrainerForm(form, await openLabs(db));
		const typed = typedTrainer(form);
		if ('problems' in read) return fail(400, { ...read, typed, was: textOf(form, 'was') });
		const id = idOf(params);
		const stands = async (trx: Database) =>
			written((await findTrainer(trx, id)) ?? error(404, 'not-found'));
		const saved = await overwrite(db, form, stands, (trx) =>
			changeTrainer(trx, id, read.values, by)
		);
		if ('problem' in saved) return fail(409, { typed, isOld: true });
		if (!saved.done) error(404, 'not-found');
		redirect(303, `/staff/trainers/${params.id}?changed`);
	},
	invite: async ({ locals, params, request, url }) => {
		const { id: by } = signedInWith(locals, 'trainers.write');
		const lang = textOf(await request.formData(), 'lang');
		const token = await inviteTrainer(city().db, idOf(params), new Date(), by);
		if (token === undefined) error(404, 'not-found');
		// behind the #: no log on the way and no server ever has it
		const link = `${url.origin}/${isLanguage(lang) ? lang : 'en'}/trainer/join#${token}`;
		return { link, code: { ...drawQr(link), quiet: quietZone } };
	},
	shut: async ({ locals, params, request }) => {
		const { id: by } = signedInWith(locals, 'trainers.read');
		const device = textOf(await request.formData(), 'device');
		if (v.is(idSchema, device)) {
			await shutOutDevice(city().db, idOf(params), device, new Date(), by);
		}
		redirect(303, `/staff/trainers/${params.id}?shut`);
	},
	end: async ({ locals, params }) => {
		const { id: by } = signedInWith(locals, 'trainers.write');
		await endTrainer(city().db, idOf(params), new Date(), by);
		redirect(303, '/staff/trainers');
	}
};

/** What of a trainer her form writes. */
function written({ name, labs }: TrainerRow) {
	return { name, labs: labs.map(({ id }) => id).sort() };
}

function idOf({ id }: { id: string }): string {
	return v.is(idSchema, id) ? id : error(404, 'not-found');
}
