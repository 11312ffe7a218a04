import { error } from '@sveltejs/kit';
import { csvOf } from '$lib/domain/csv.ts';
import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { publishedRound, roundLines, showRound } from '$lib/server/published-rounds.ts';
import { readSettings } from '$lib/server/settings.ts';
import type { RequestHandler } from './$types';

/** The results of a round as open data: the numbers of its page, for everybody. */
export const GET: RequestHandler = async ({ params }) => {
	const { db } = city();
	const { lang, challenge, round: id } = params;
	const round = await publishedRound(db, { challenge, id });
	if (!round) error(404);
	const { languages } = await readSettings(db);
	const shown = showRound(round, lang as Language, languages, new Date());
	return new Response(csvOf(roundLines(shown)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="plaza-round-${id}.csv"`,
			'cache-control': 'no-cache'
		}
	});
};
