import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { isBlank, lengthOf, tidyWords } from '$lib/domain/words.ts';
import { signedIn } from '$lib/server/authorize.ts';
import { listBadges } from '$lib/server/badge-list.ts';
import { takeBack } from '$lib/server/badges.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { listModules } from '$lib/server/lessons.ts';

const longestReason = 500;

export const load = async ({ locals, url }) => {
	const { lang } = signedIn(locals);
	const id = (name: string) => {
		const given = url.searchParams.get(name);
		return v.is(idSchema, given) ? given : undefined;
	};
	const page = await listBadges(city().db, { after: id('after'), before: id('before') });
	const titles = new Map(listModules(lang).map(({ slug, title }) => [slug, title]));
	return {
		total: page.total,
		older: page.older,
		newer: page.newer,
		rows: page.rows.map((row) => ({ ...row, title: titles.get(row.module) ?? row.module })),
		taking: id('take'),
		isTaken: url.searchParams.has('taken'),
		most: longestReason
	};
};

export const actions = {
	default: async ({ locals, request }) => {
		const { id: staff } = signedIn(locals);
		const form = await request.formData();
		const id = textOf(form, 'id');
		const reason = tidyWords(textOf(form, 'reason'));
		if (!v.is(idSchema, id)) return fail(400, { id: undefined, reason });
		if (isBlank(reason) || lengthOf(reason) > longestReason) return fail(400, { id, reason });
		await takeBack(city().db, id, staff, reason);
		redirect(303, '/staff/badges?taken');
	}
};
