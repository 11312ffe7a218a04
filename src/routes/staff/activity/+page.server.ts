import * as v from 'valibot';
import { knownActions, listActivity } from '$lib/server/activity-list.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { listStaff } from '$lib/server/staff.ts';

const name = v.pipe(v.string(), v.regex(/^[\w.-]{1,80}$/));

const querySchema = v.object({
	staff: v.fallback(v.optional(name), undefined),
	action: v.fallback(v.optional(name), undefined),
	before: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^\d{1,18}$/))), undefined),
	after: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^\d{1,18}$/))), undefined)
});

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'activity.read');
	const { db } = city();
	const filter = v.parse(querySchema, Object.fromEntries(url.searchParams));
	const [page, people, actions] = await Promise.all([
		listActivity(db, filter),
		listStaff(db),
		knownActions(db)
	]);
	const way = (name: 'before' | 'after', seq: string | null) => {
		if (seq === null) return null;
		const { staff, action } = filter;
		const query = { ...(staff && { staff }), ...(action && { action }), [name]: seq };
		return `/staff/activity?${new URLSearchParams(query).toString()}`;
	};
	return {
		rows: page.rows,
		older: way('before', page.older),
		newer: way('after', page.newer),
		people: people.map(({ id, name }) => ({ id, name })),
		actions,
		staff: filter.staff ?? '',
		action: filter.action ?? ''
	};
};
