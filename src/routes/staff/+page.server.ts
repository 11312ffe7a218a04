import { fail, redirect } from '@sveltejs/kit';
import { listParameter, readFilter } from '$lib/domain/inbox-filter.ts';
import { mayDo } from '$lib/domain/rights.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readInboxNames } from '$lib/server/inbox-names.ts';
import { readInbox } from '$lib/server/inbox.ts';
import { findByCode } from '$lib/server/need-view.ts';

export const load = async ({ locals, url }) => {
	const { lang, role, id } = signedInWith(locals, 'account');
	// the first page after the sign-in is for everybody: whoever reads no needs begins with numbers
	if (!mayDo(role, 'needs.read')) redirect(303, '/staff/learning');
	const { db } = city();
	const filter = readFilter(url.searchParams);
	const after = url.searchParams.get('after');
	const before = url.searchParams.get('before');
	const mark = after ? { after } : before ? { before } : undefined;
	const now = new Date();
	const inbox = await readInbox(db, { filter, self: id, now }, mark);
	return {
		filter,
		inbox,
		names: await readInboxNames(db, lang, filter, inbox.counts),
		list: listParameter(filter),
		isFirstPage: !mark,
		self: id,
		now
	};
};

export const actions = {
	// posted, so that a receipt code is never in an address or a log
	find: async ({ locals, request }) => {
		signedInWith(locals, 'needs.read');
		const typed = textOf(await request.formData(), 'code').slice(0, 100);
		const found = await findByCode(city().db, typed);
		if ('problem' in found) return fail(404, { code: typed, problem: found.problem });
		redirect(303, `/staff/needs/${found.id}`);
	}
};
