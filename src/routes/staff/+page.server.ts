import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { listParameter, readFilter, readFilterFor, writeFilter } from '$lib/domain/inbox-filter.ts';
import { mayDo } from '$lib/domain/rights.ts';
import { logDeed } from '$lib/server/activity.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { bulkTold } from '$lib/server/bulk-told.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readInboxNames } from '$lib/server/inbox-names.ts';
import { readInbox } from '$lib/server/inbox.ts';
import { findByCode } from '$lib/server/need-view.ts';
import { scopeOf } from '$lib/server/reach.ts';
import { whatWaits } from '$lib/server/staff-waiting.ts';
import { today } from '$lib/server/today.ts';
import { keepView, listViews, removeView } from '$lib/server/saved-views.ts';

export const load = async ({ locals, url }) => {
	const { lang, role, id } = signedInWith(locals, 'account');
	// the first page after the sign-in is for everybody: whoever reads no needs begins with numbers
	if (!mayDo(role, 'needs.read')) redirect(303, '/staff/learning');
	const { db } = city();
	const filter = readFilterFor(role, url.searchParams);
	const after = url.searchParams.get('after');
	const before = url.searchParams.get('before');
	const mark = after ? { after } : before ? { before } : undefined;
	const now = new Date();
	const within = await scopeOf(db, { id, role });
	const inbox = await readInbox(db, { filter, self: id, now, within }, mark);
	if (!mayDo(role, 'needs.private')) inbox.counts.session.clear();
	return {
		filter,
		inbox,
		names: await readInboxNames(db, lang, filter, inbox.counts),
		list: listParameter(filter),
		isFirstPage: !mark,
		self: id,
		role,
		views: await listViews(db, id),
		waiting: await whatWaits(db, role, today(now)),
		told: await bulkTold(db, url.searchParams, role, now),
		view: url.searchParams.get('view'),
		row: /^\d{1,3}$/.test(url.searchParams.get('row') ?? '')
			? Number(url.searchParams.get('row'))
			: undefined,
		now
	};
};

/** Back to the list, with a word on what was done to a view. */
function backTo(query: string, view: 'kept' | 'gone'): never {
	const list = writeFilter(readFilter(new URLSearchParams(query)));
	redirect(303, `/staff${list ? `${list}&` : '?'}view=${view}`);
}

export const actions = {
	keep: async ({ locals, request }) => {
		const { id: staff, role } = signedInWith(locals, 'needs.read');
		const form = await request.formData();
		const [name, query] = [textOf(form, 'name'), textOf(form, 'query')];
		const shared = form.has('shared') && mayDo(role, 'themes.write');
		const problem = await keepView(city().db, { staff, name, query, shared });
		if (problem) return fail(400, { typed: name, view: `view-${problem}` as const });
		backTo(query, 'kept');
	},
	unkeep: async ({ locals, request }) => {
		const { id: staff, role } = signedInWith(locals, 'needs.read');
		const form = await request.formData();
		const anyShared = mayDo(role, 'themes.write');
		const id = textOf(form, 'id');
		if (v.is(idSchema, id)) await removeView(city().db, { staff, id, anyShared });
		backTo(textOf(form, 'query'), 'gone');
	},
	// posted, so that a receipt code is never in an address or a log
	find: async ({ locals, request }) => {
		const { id: staff } = signedInWith(locals, 'needs.read');
		const typed = textOf(await request.formData(), 'code').slice(0, 100);
		const found = await findByCode(city().db, typed);
		if ('problem' in found) return fail(404, { code: typed, problem: found.problem });
		await city()
			.db.transaction()
			.execute((trx) => logDeed(trx, staff, 'need.found', `need:${found.id}`));
		redirect(303, `/staff/needs/${found.id}`);
	}
};
