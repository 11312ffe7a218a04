import { error } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { csvFile } from '$lib/server/csv-file.ts';
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
	return csvFile('theme', themeLines(numbers, places), now);
};
