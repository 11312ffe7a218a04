/** Challenges as everybody may read them: from the publications, so that a hub shows the same. */
import { sql } from 'kysely';
import * as v from 'valibot';
import {
	challengeSchema,
	isOpenOn,
	type Challenge,
	type ShownChallenge
} from '../domain/challenge.ts';
import { localeOf, type Language } from '../domain/language.ts';
import type { Database } from './database.ts';
import { today } from './today.ts';

const mostRead = 200;
/** So many a page shows: a phone keeps them. */
const mostShown = 30;

/** A challenge as everybody may read it, and whether it is asked now. */
export type PublishedChallenge = Challenge & { isOpen: boolean };

/**
 * Those that everybody may read, at the city and at a hub: what is open, and behind it what is over and of which something
 * became; the newest first, so many as a page shows.
 */
export async function publishedChallenges(db: Database, now: Date): Promise<PublishedChallenge[]> {
	const { rows } = await sql<{ body: unknown; became: boolean }>`
		with became as materialized (
			select jsonb_array_elements_text(body -> 'challenges') as challenge
			from publications where kind = 'decision' and body is not null
			union
			select body ->> 'challenge' from publications where kind = 'pilot' and body is not null
		)
		select body, id in (select challenge from became where challenge is not null) as became
		from publications where kind = 'challenge' and body is not null
		order by body ->> 'openedAt' desc, id desc limit ${mostRead}`.execute(db);
	const day = today(now);
	return rows
		.flatMap(({ body, became }) => {
			const read = v.safeParse(challengeSchema, body);
			if (!read.success) return [];
			const isOpen = isOpenOn(read.output, day);
			return isOpen || became ? [{ ...read.output, isOpen }] : [];
		})
		.sort((a, b) => Number(b.isOpen) - Number(a.isOpen))
		.slice(0, mostShown);
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
