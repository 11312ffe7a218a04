import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { listLabs } from '$lib/server/labs.ts';
import { listSessions } from '$lib/server/session-list.ts';
import { moduleTitles } from '$lib/server/step-names.ts';

export const load = async ({ locals, url }) => {
	const { lang } = signedInWith(locals, 'labs');
	const { db } = city();
	const id = (name: string) => {
		const given = url.searchParams.get(name);
		return v.is(idSchema, given) ? given : undefined;
	};
	const past = url.searchParams.has('past');
	const [{ rows, next, previous }, labs] = await Promise.all([
		listSessions(db, new Date(), { past, after: id('after'), before: id('before') }),
		listLabs(db)
	]);
	const titles = moduleTitles(lang);
	return {
		rows: rows.map((row) => ({
			...row,
			modules: row.modules.map((slug) => titles.get(slug) ?? slug)
		})),
		next,
		previous,
		past,
		hasLab: labs.some(({ closedAt }) => closedAt === null),
		done: url.searchParams.get('done')
	};
};
