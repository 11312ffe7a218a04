import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { mostBoxes, photoBoxesSchema, type PhotoBox } from '$lib/domain/photo-boxes.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { coverPhoto, photoAt } from '$lib/server/media/cover.ts';
import { viewNeed } from '$lib/server/need-view.ts';
import { mayReach } from '$lib/server/reach.ts';

export const load = async ({ locals, params }) => {
	signedInWith(locals, 'needs.private');
	const member = signedInWith(locals, 'needs.moderate');
	const { db } = city();
	const need = (await viewNeed(db, params.id)) ?? error(404, 'not-found');
	if (!(await mayReach(db, member, need.id))) error(404, 'not-found');
	const photo = (await photoAt(db, need.id, placeIn(params))) ?? error(404, 'not-found');
	return {
		number: need.number,
		id: need.id,
		address: `/staff/media/${need.id}/${params.position}?original`,
		boxes: photo.boxes ?? []
	};
};

export const actions = {
	default: async ({ locals, params, request }) => {
		signedInWith(locals, 'needs.private');
		const staff = signedInWith(locals, 'needs.moderate').id;
		const { db, dataFolder } = city();
		const form = await request.formData();
		const typed = form.has('none') ? [] : rowsIn(form);
		const boxes = v.safeParse(photoBoxesSchema, typed);
		const was = v.safeParse(photoBoxesSchema, parsed(textOf(form, 'was')));
		const isNothing = typed.length === 0 && !form.has('none');
		if (!boxes.success || !was.success || isNothing) {
			return fail(400, { typed, problem: 'box' as const });
		}
		const refusal = await coverPhoto(db, dataFolder, {
			...{ need: params.id, position: placeIn(params), staff },
			...{ was: was.output, boxes: boxes.output }
		});
		if (refusal?.problem === 'unknown' || refusal?.problem === 'gone') error(404, 'not-found');
		if (refusal) return fail(409, { typed, problem: refusal.problem });
		redirect(303, `/staff/needs/${params.id}?done=boxes`);
	}
};

/** The rows of the form in which something stands; what is no number is NaN, and no box. */
function rowsIn(form: FormData): PhotoBox[] {
	return Array.from({ length: mostBoxes + 1 }, (_, row) => {
		const texts = (['x', 'y', 'width', 'height'] as const).map((name) =>
			textOf(form, `${name}-${row}`).trim().replace(',', '.')
		);
		if (texts.every((text) => text === '')) return [];
		const [x = NaN, y = NaN, width = NaN, height = NaN] = texts.map((text) =>
			text === '' ? NaN : Number(text)
		);
		return [{ x, y, width, height }];
	}).flat();
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function placeIn({ position }: { position: string }): number {
	return /^\d$/.test(position) ? Number(position) : error(404, 'not-found');
}
