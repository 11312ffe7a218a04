import { fail, redirect } from '@sveltejs/kit';
import { listParameter, readFilter, writeFilter } from '$lib/domain/inbox-filter.ts';
import * as v from 'valibot';
import { whyNoUndo } from '$lib/domain/bulk.ts';
import { idSchema } from '$lib/domain/id.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { readBulkForm } from '$lib/server/bulk-form.ts';
import { listBulk } from '$lib/server/bulk-list.ts';
import { doBulk, lookAtBulk, undoBulk } from '$lib/server/bulk.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readWorkNames } from '$lib/server/inbox-names.ts';
import { scopeOf } from '$lib/server/reach.ts';

export const load = async ({ locals }) => {
	const { id, lang, role } = signedInWith(locals, 'needs.work');
	const { db } = city();
	const now = new Date();
	const latest = (await listBulk(db, id)).map((done) => ({
		...done,
		mayUndo: whyNoUndo(done, role, now) === undefined
	}));
	return { self: id, latest, names: await readWorkNames(db, lang) };
};

export const actions = {
	/** Says what would happen, and changes nothing. */
	look: async ({ locals, request }) => {
		const member = signedInWith(locals, 'needs.work');
		const form = await request.formData();
		const within = await scopeOf(city().db, member);
		const read = await readBulkForm(city().db, form, { ...member, within }, new Date());
		const list = listOf(form);
		if ('problem' in read) return fail(400, { list, problem: read.problem });
		const { step, act, needs, seen, isMore } = read;
		const { changing, staying } = await lookAtBulk(city().db, step, needs, { within, seen });
		return { list, look: { act, isMore, changing, staying: [...staying] } };
	},
	do: async ({ locals, request }) => {
		const member = signedInWith(locals, 'needs.work');
		const form = await request.formData();
		const within = await scopeOf(city().db, member);
		const read = await readBulkForm(city().db, form, { ...member, within }, new Date());
		const list = listOf(form);
		if ('problem' in read) return fail(400, { list, problem: read.problem });
		const { step, needs, seen } = read;
		const done = await doBulk(city().db, step, needs, { staff: member.id, within, seen });
		const told = { ...(done.id && { bulk: done.id }), ...(done.lost && { lost: `${done.lost}` }) };
		return backTo(list, { ...told, many: String(done.many) }, form);
	},
	undo: async ({ locals, request }) => {
		const member = signedInWith(locals, 'needs.work');
		const form = await request.formData();
		const within = await scopeOf(city().db, member);
		const bulk = textOf(form, 'bulk');
		const who = { staff: member.id, role: member.role, within };
		const result = v.is(idSchema, bulk) ? await undoBulk(city().db, bulk, who) : 'undone';
		const list = listOf(form);
		if (result === 'right') return fail(400, { list, problem: 'bulk-act' as const });
		if (result === 'late' || result === 'undone') {
			return backTo(list, { undone: result === 'late' ? 'late' : 'no' }, form);
		}
		const told = { undone: String(result.undone), stayed: String(result.stayed) };
		return backTo(list, told, form);
	}
};

/** The list that somebody comes from, as the inbox writes it. */
function listOf(form: FormData): string {
	return writeFilter(readFilter(new URLSearchParams(textOf(form, 'list'))));
}

/** Back to the need where somebody works on one, else to the list; `row`: where in it she stood. */
function backTo(list: string, told: Record<string, string>, form: FormData): never {
	const row = /^\d{1,3}$/.exec(textOf(form, 'row'))?.[0];
	const need = /^[0-9a-f-]{36}$/.exec(textOf(form, 'from'))?.[0];
	const more = new URLSearchParams({ ...told, ...(row && { row }) }).toString();
	if (need) {
		const filter = readFilter(new URLSearchParams(list));
		const query = listParameter(filter);
		redirect(303, `/staff/needs/${need}${query ? `${query}&` : '?'}${more}`);
	}
	redirect(303, `/staff${list ? `${list}&` : '?'}${more}`);
}
