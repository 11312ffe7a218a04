import { error } from '@sveltejs/kit';
import { csvOf } from '$lib/domain/csv.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { themeLines } from '$lib/server/theme-file.ts';
import { readThemeNumbers } from '$lib/server/theme-view.ts';
import { findTheme } from '$lib/server/themes.ts';
import type { RequestHandler } from './$types';

/** The numbers of the theme's page, with the same ones hidden and rounded, as a file. */
export const GET: RequestHandler = async ({ locals, params }) => {
	signedInWith(locals, 'needs.read');
	const { db } = city();
	const theme = (await findTheme(db, params.id)) ?? error(404, 'not-found');
	const now = new Date();
	const [numbers, places] = await Promise.all([
		readThemeNumbers(db, theme.id, now),
		neighbourhoodNames(db)
	]);
	return new Response(csvOf(themeLines(numbers, places)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="plaza-theme-${now.toISOString().slice(0, 10)}.csv"`
		}
	});
};
