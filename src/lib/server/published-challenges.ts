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
import { ofPlace } from './published-place.ts';
import { today } from './today.ts';

const mostRead = 200;
/** So many a page shows: a phone keeps them. */
const mostShown = 30;

/** A challenge as everybody may read it, and whether it is asked now. */
export type PublishedChallenge = Challenge & { isOpen: boolean };

/**
 * Those that everybody may read, at the city and at a hub: what is open, and behind it what is over and of which something
 * became; the newest first, so many as a page shows; only those of a neighbourhood, or only one, where it is named.
 */
export async function publishedChallenges(
	db: Database,
	now: Date,
	{ place, id }: { place?: string | undefined; id?: string } = {}
): Promise<PublishedChallenge[]> {
	const one = id === undefined ? sql`` : sql`and id = ${id}`;
	const { rows } = await sql<{ body: unknown; became: boolean }>`
		select body, exists (
			select from publications as of_it
			where of_it.body is not null and (
				of_it.kind = 'decision' and of_it.body -> 'challenges' ? asked.id
				or of_it.kind = 'pilot' and of_it.body ->> 'challenge' = asked.id)
		) as became
		from publications as asked where kind = 'challenge' and body is not null ${ofPlace(place)} ${one}
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
