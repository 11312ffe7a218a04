import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { meantBadge } from '$lib/domain/badge-number.ts';
import { idSchema } from '$lib/domain/id.ts';
import { isBlank, lengthOf, tidyWords } from '$lib/domain/words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { confirmBadge, findBadge } from '$lib/server/badge-confirmations.ts';
import { listBadges } from '$lib/server/badge-list.ts';
import { takeBack } from '$lib/server/badges.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { listModules } from '$lib/server/lessons.ts';

const longestReason = 500;

export const load = async ({ locals, url }) => {
	const { lang } = signedInWith(locals, 'badges');
	const { db } = city();
	const id = (name: string) => {
		const given = url.searchParams.get(name);
		return v.is(idSchema, given) ? given : undefined;
	};
	const number = url.searchParams.get('number');
	const [page, found] = await Promise.all([
		listBadges(db, { after: id('after'), before: id('before') }),
		number === null ? undefined : findBadge(db, number)
	]);
	const titles = new Map(listModules(lang).map(({ slug, title }) => [slug, title]));
	const titleOf = (module: string) => titles.get(module) ?? module;
	return {
		total: page.total,
		older: page.older,
		newer: page.newer,
		rows: page.rows.map((row) => ({ ...row, title: titleOf(row.module) })),
		found: found && { ...found, title: titleOf(found.module) },
		isUnknown: number !== null && !found,
		isConfirmed: url.searchParams.has('confirmed') && Boolean(found?.confirmed),
		taking: id('take'),
		isTaken: url.searchParams.has('taken'),
		most: longestReason
	};
};

export const actions = {
	find: async ({ locals, request }) => {
		signedInWith(locals, 'badges');
		// a code has its holder's name in it: of what was typed only the number goes on, and nothing comes back
		const meant = meantBadge(textOf(await request.formData(), 'number'));
		if (!meant) return fail(400, { find: 'number' as const });
		if (!isOurKey(meant.kid)) return fail(404, { find: 'other-city' as const });
		const found = await findBadge(city().db, meant.number);
		if (!found) return fail(404, { find: 'unknown' as const });
		redirect(303, `/staff/badges?number=${found.number}#found`);
	},
	confirm: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'badges');
		const number = textOf(await request.formData(), 'number');
		const { db, keys, origin } = city();
		const problem = await confirmBadge(db, number, staff, { keys, origin });
		if (problem) return fail(problem === 'unknown' ? 404 : 409, { refused: problem });
		redirect(303, `/staff/badges?number=${encodeURIComponent(number)}&confirmed#found`);
	},
	take: async ({ locals, request }) => {
		const { id: staff } = signedInWith(locals, 'badges');
		const form = await request.formData();
		const id = textOf(form, 'id');
		const reason = tidyWords(textOf(form, 'reason'));
		if (!v.is(idSchema, id)) return fail(400, { id: undefined, reason });
		if (isBlank(reason) || lengthOf(reason) > longestReason) return fail(400, { id, reason });
		await takeBack(city().db, id, staff, reason);
		redirect(303, '/staff/badges?taken');
	}
};

/** A code names its key by its beginning; what was typed as a number names none. */
function isOurKey(kid: string | undefined): boolean {
	return kid === undefined || city().keys.signing.some((pair) => pair.public.kid.startsWith(kid));
}
