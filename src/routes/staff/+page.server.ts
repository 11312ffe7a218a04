import { fail, redirect } from '@sveltejs/kit';
import { listParameter, readFilter } from '$lib/domain/inbox-filter.ts';
import { mayDo } from '$lib/domain/rights.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { readInbox } from '$lib/server/inbox.ts';
import { findByCode } from '$lib/server/need-view.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { nameStep } from '$lib/server/step-names.ts';

export const load = async ({ locals, url }) => {
	const { lang, role } = signedInWith(locals, 'account');
	// the first page after the sign-in is for everybody: whoever reads no needs begins with numbers
	if (!mayDo(role, 'needs.read')) redirect(303, '/staff/learning');
	const { db } = city();
	const filter = readFilter(url.searchParams);
	const after = url.searchParams.get('after');
	const before = url.searchParams.get('before');
	const mark = after ? { after } : before ? { before } : undefined;
	const [inbox, places] = await Promise.all([readInbox(db, filter, mark), neighbourhoodNames(db)]);
	const { counts } = inbox;
	const told = {
		lessons: named(counts.lesson, filter.lesson, (lesson) => nameStep(lang, lesson, '').lesson),
		steps: named(counts.step, filter.step, (step) => nameStep(lang, filter.lesson ?? '', step).step)
	};
	return {
		filter,
		told,
		inbox,
		places,
		list: listParameter(filter),
		isFirstPage: !mark,
		now: new Date()
	};
};

/** The names of what there is to choose, and of what is chosen. */
function named(
	counts: Map<string, number>,
	chosen: string | null,
	name: (id: string) => string
): Map<string, string> {
	const ids = new Set([...counts.keys(), chosen ?? '']);
	ids.delete('');
	return new Map([...ids].map((id) => [id, name(id)]));
}

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
