/** Challenges as everybody may read them: from the publications, so that a hub shows the same. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { challengeSchema, type Challenge, type ShownChallenge } from '../domain/challenge.ts';
import { localeOf, type Language } from '../domain/language.ts';
import type { Database } from './database.ts';
import { ofPlace } from './of-place.ts';
import { today } from './today.ts';

/** So many a page shows: a phone keeps them. */
const mostShown = 30;

/** A challenge as everybody may read it, and whether it is asked now. */
export type PublishedChallenge = Challenge & { isOpen: boolean };

/** Which of them: one by its id; those of a neighbourhood and of the whole city; at most so many. */
interface Which {
	id?: string;
	place?: string | undefined;
	most?: number;
}

/**
 * Those that everybody may read, at the city and at a hub: what is open, and behind it what is over and of which something
 * became; of these the newest first. Where there are more than are shown, each neighbourhood has its turn.
 */
export async function publishedChallenges(
	db: Database,
	now: Date,
	{ id, place, most = mostShown }: Which = {}
): Promise<PublishedChallenge[]> {
	const one = id === undefined ? sql`` : sql`and id = ${id}`;
	const { rows } = await sql<{ body: unknown; open: boolean }>`
		with became as materialized (
			select jsonb_array_elements_text(body -> 'challenges') as challenge
			from publications where kind = 'decision' and body is not null
			union
			select body ->> 'challenge' from publications where kind = 'pilot' and body is not null
		), readable as (
			select *, row_number() over (partition by body ->> 'place' order by open desc, at desc, id desc) as nth
			from (
				select id, body, body ->> 'openedAt' as at,
					body -> 'closed' is null and coalesce(body ->> 'until', '9999') >= ${today(now)} as open
				from publications where kind = 'challenge' and body is not null ${one} ${ofPlace(place)}
			) as public
			where open or id in (select challenge from became where challenge is not null)
		)
		select body, open from (select * from readable order by nth, at desc, id desc limit ${most}) as shown
		order by open desc, at desc, id desc`.execute(db);
	return rows.flatMap(({ body, open }) => {
		const read = v.safeParse(challengeSchema, body);
		return read.success ? [{ ...read.output, isOpen: open }] : [];
	});
}

/** As a page in this language shows them; `others` are the city's languages, for what nobody wrote in hers. */
export function showChallenges(
	challenges: readonly PublishedChallenge[],
	lang: Language,
	others: readonly Language[],
	places: ReadonlyMap<string, string>
): ShownChallenge[] {
	const days = new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long', timeZone: 'UTC' });
	return challenges.flatMap(({ id, place, topic, needs, supports, isOpen, until, texts }) => {
		const written = Object.keys(texts) as Language[];
		const own = [lang, ...others, ...written].find((each) => texts[each]);
		const text = own && texts[own];
		if (!text) return [];
		const placeName = (place && places.get(place)) ?? '';
		const last = until && isOpen ? days.format(new Date(until)) : '';
		const shown = { id, place, placeName, topic, needs, supports, isOpen, until: last };
		return [{ ...shown, lang: own, ...text }];
	});
}
