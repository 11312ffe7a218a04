/** Challenges that are open, as everybody may read them: from the publications, so that a hub shows the same. */
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

/** Those that are open to everybody, at the city and at a hub: the newest first, so many as a page shows. */
export async function publishedChallenges(db: Database, now: Date): Promise<Challenge[]> {
	const { rows } = await sql<{ body: unknown }>`
		select body from publications where kind = 'challenge' and body is not null
		order by body ->> 'openedAt' desc, id desc limit ${mostRead}`.execute(db);
	const day = today(now);
	return rows
		.flatMap(({ body }) => {
			const read = v.safeParse(challengeSchema, body);
			return read.success && isOpenOn(read.output, day) ? [read.output] : [];
		})
		.slice(0, mostShown);
}

/** As a page in this language shows them; `others` are the city's languages, for what nobody wrote in hers. */
export function showChallenges(
	challenges: readonly Challenge[],
	lang: Language,
	others: readonly Language[],
	places: ReadonlyMap<string, string>
): ShownChallenge[] {
	const days = new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long', timeZone: 'UTC' });
	return challenges.flatMap(({ id, place, topic, needs, supports, until, texts }) => {
		const written = Object.keys(texts) as Language[];
		const own = [lang, ...others, ...written].find((each) => texts[each]);
		const text = own && texts[own];
		if (!text) return [];
		const placeName = (place && places.get(place)) ?? '';
		const last = until ? days.format(new Date(until)) : '';
		return [{ id, place, placeName, topic, needs, supports, until: last, lang: own, ...text }];
	});
}

/** Challenges by their neighbourhood: those of the whole city first, the others by name. */
export function placesOf(
	challenges: readonly ShownChallenge[]
): { place: string; name: string; challenges: ShownChallenge[] }[] {
	const groups = Map.groupBy(challenges, ({ placeName }) => placeName);
	return [...groups]
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([name, of]) => ({ place: (name && of[0]?.place) || '', name, challenges: of }));
}
