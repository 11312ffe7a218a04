/** The public pages of a city as they are now, and when each changed. */
import { sql } from 'kysely';
import type { SitemapPage } from '../domain/sitemap-file.ts';
import type { Database } from './database.ts';
import { alternates } from './public-head.ts';
import { publishedChallenges } from './published-challenges.ts';
import { readSettings } from './settings.ts';
import { publishedSurveys } from './surveys.ts';

/** Of which kinds of publications each page tells. */
const kinds = {
	'/sessions': ['public-reply', 'session', 'lab'],
	'/survey': ['survey'],
	'/neighbourhood': ['challenge', 'decision', 'pilot']
};

/** So many challenges are listed: with eight languages 8,000 addresses and some 9 MB, of the 50,000 and 50 MB that a sitemap holds. */
const mostListed = 1_000;

/** Each in each language of the city. */
export async function publicPages(db: Database, origin: string, now: Date): Promise<SitemapPage[]> {
	const [challenges, surveys, { languages }, changes] = await Promise.all([
		publishedChallenges(db, now, { most: mostListed }),
		publishedSurveys(db),
		readSettings(db),
		lastChanges(db)
	]);
	const latest = (times: (Date | undefined)[]) =>
		times.reduce((a, b) => (!a || (b && b > a) ? b : a), undefined);
	const changeOf = (path: keyof typeof kinds) =>
		latest(kinds[path].map((kind) => changes.get(kind)));
	const pages: [string, Date | undefined][] = [
		['', undefined],
		['/learn', undefined],
		['/sessions', changeOf('/sessions')],
		['/neighbourhood', changeOf('/neighbourhood')],
		['/neighbourhood/method', undefined],
		...(surveys.length > 0 ? [['/survey', changeOf('/survey')] as [string, Date | undefined]] : []),
		...challenges.map(({ id }): [string, Date | undefined] => [
			`/neighbourhood/${id}`,
			changes.get(id)
		])
	];
	return pages.flatMap(([path, changedAt]) =>
		languages.map((lang) => ({
			address: `${origin}/${lang}${path}`,
			changedAt,
			alternates: alternates(origin, path, languages)
		}))
	);
}

/** When something of a kind changed last, and when something of each challenge did. */
async function lastChanges(db: Database): Promise<Map<string, Date>> {
	const { rows } = await sql<{ name: string; at: Date }>`
		select kind as name, max(changed_at) as at from publications group by kind
		union all
		select of as name, max(changed_at) as at from (
			select changed_at, id as of from publications where kind = 'challenge'
			union all
			select changed_at, body ->> 'challenge' from publications where body ? 'challenge'
			union all
			select changed_at, jsonb_array_elements_text(body -> 'challenges') from publications
			where kind = 'decision' and body is not null
		) as told where of is not null group by of`.execute(db);
	return new Map(rows.map(({ name, at }) => [name, at]));
}
