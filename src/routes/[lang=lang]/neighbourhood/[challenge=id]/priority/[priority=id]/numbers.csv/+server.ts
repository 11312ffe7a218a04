import { error } from '@sveltejs/kit';
import { csvOf } from '$lib/domain/csv.ts';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import {
	prioritisingLines,
	publishedPrioritising,
	showPrioritising
} from '$lib/server/published-prioritisings.ts';
import { readSettings } from '$lib/server/settings.ts';
import type { RequestHandler } from './$types';

/** The results of a prioritising as open data: the numbers of its page, for everybody. */
export const GET: RequestHandler = async ({ params }) => {
	const { db } = city();
	const { lang, challenge, priority: id } = params;
	const prioritising = await publishedPrioritising(db, { challenge, id });
	if (!prioritising) error(404);
	const { languages } = await readSettings(db);
	const shown = showPrioritising(prioritising, lang as Language, languages, new Date());
	return new Response(csvOf(prioritisingLines(shown)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="plaza-priority-${id}.csv"`,
			'cache-control': 'no-cache'
		}
	});
};
