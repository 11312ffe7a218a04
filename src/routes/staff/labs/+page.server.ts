import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import type { Database } from '$lib/server/database.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readLabForm } from '$lib/server/lab-form.ts';
import {
	addLab,
	changeLab,
	closeLab,
	listLabs,
	reopenLab,
	type KnownLab
} from '$lib/server/labs.ts';
import { listNeighbourhoods, neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { markOf, overwrite } from '$lib/server/overwrite.ts';
import { countComing } from '$lib/server/session-list.ts';

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'labs');
	const { db } = city();
	const [labs, places, names, coming] = await Promise.all([
		listLabs(db),
		listNeighbourhoods(db),
		neighbourhoodNames(db),
		countComing(db, new Date())
	]);
	return {
		labs: labs.map((lab) => ({
			...lab,
			placeName: lab.place && (names.get(lab.place) ?? null),
			coming: coming.get(lab.id) ?? 0,
			was: markOf(written(lab))
		})),
		places,
		changing: url.searchParams.get('change'),
		closing: url.searchParams.get('close'),
		done: url.searchParams.get('done')
	};
};

export const actions = {
	add: async ({ locals, request }) => {
		const { id: by } = signedInWith(locals, 'labs');
		const { db } = city();
		const form = await request.formData();
		const read = readLabForm(form, await placeIds(db));
		if ('problems' in read) return fail(400, { ...read, id: undefined });
		await addLab(db, read.values, new Date(), by);
		redirect(303, '/staff/labs?done=saved');
	},
	change: async ({ locals, request }) => {
		const { id: by } = signedInWith(locals, 'labs');
		const { db } = city();
		const form = await request.formData();
		const id = idIn(form);
		const own = (await listLabs(db)).find((lab) => lab.id === id)?.place;
		// a neighbourhood that is not offered any more stays where it was chosen
		const places = new Set([...(await placeIds(db)), ...(own ? [own] : [])]);
		const read = readLabForm(form, places);
		if ('problems' in read) return fail(400, { ...read, id, was: textOf(form, 'was') });
		const stands = async (trx: Database) => {
			const lab = (await listLabs(trx)).find((each) => each.id === id);
			return lab ? written(lab) : error(404, 'not-found');
		};
		const saved = await overwrite(db, form, stands, (trx) =>
			changeLab(trx, id, read.values, new Date(), by)
		);
		if ('problem' in saved) return fail(409, { typed: read.typed, id, isOld: true });
		redirect(303, '/staff/labs?done=saved');
	},
	close: async ({ locals, request }) => {
		const { id: by } = signedInWith(locals, 'labs');
		const id = idIn(await request.formData());
		if (!(await closeLab(city().db, id, new Date(), by))) error(404, 'not-found');
		redirect(303, '/staff/labs?done=closed');
	},
	open: async ({ locals, request }) => {
		const { id: by } = signedInWith(locals, 'labs');
		const id = idIn(await request.formData());
		if (!(await reopenLab(city().db, id, new Date(), by))) error(404, 'not-found');
		redirect(303, '/staff/labs?done=opened');
	}
};

/** What of a lab its form writes. */
function written({ name, place, address }: KnownLab) {
	return { name, place, address };
}

function idIn(form: FormData): string {
	const id = textOf(form, 'id');
	return v.is(idSchema, id) ? id : error(404, 'not-found');
}

async function placeIds(db: Database): Promise<Set<string>> {
	return new Set((await listNeighbourhoods(db)).map(({ id }) => id));
}
