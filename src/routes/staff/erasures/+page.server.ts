import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { longestReason, reasonSchema } from '$lib/domain/export.ts';
import { idSchema } from '$lib/domain/id.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { readForm, textOf } from '$lib/server/form-problems.ts';
import { askErasure, decideErasure, listErasures } from '$lib/server/four-eyes.ts';
import { needWithNumber } from '$lib/server/need-view.ts';

/** So many of the last ones the page shows. */
const mostShown = 100;

export const load = async ({ locals, url }) => {
	const staff = signedInWith(locals, 'needs.erase').id;
	const erasures = await listErasures(city().db, mostShown, new Date());
	return {
		erasures: erasures.map(({ asked_by, ...each }) => ({ ...each, isOwn: asked_by === staff })),
		number: url.searchParams.get('number') ?? '',
		longest: longestReason,
		done: url.searchParams.get('done')
	};
};

const askSchema = v.object({
	number: v.pipe(v.string(), v.trim(), v.regex(/^#?\d{1,15}$/, 'need-unknown')),
	reason: reasonSchema
});

export const actions = {
	ask: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'needs.erase').id;
		const { db } = city();
		const form = await request.formData();
		const typed = { number: textOf(form, 'number'), reason: textOf(form, 'reason') };
		const read = readForm(askSchema, typed);
		if ('problems' in read) return fail(400, { typed, problems: read.problems });
		const need = await needWithNumber(db, read.values.number.replace('#', ''));
		const { reason } = read.values;
		const code = need ? await askErasure(db, staff, { need, reason }, new Date()) : 'need-unknown';
		if (code) return fail(409, { typed, problems: { number: { code } } });
		redirect(303, '/staff/erasures?done=asked');
	},
	decide: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'needs.erase').id;
		const form = await request.formData();
		const id = textOf(form, 'id');
		const outcome = textOf(form, 'outcome') === 'erased' ? 'erased' : 'refused';
		const code = v.is(idSchema, id)
			? await decideErasure(city(), staff, id, outcome, new Date())
			: 'erasure-unknown';
		if (code) return fail(409, { problems: { [`e-${id}`]: { code } } });
		redirect(303, `/staff/erasures?done=${outcome}`);
	}
};
