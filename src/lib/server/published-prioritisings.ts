/** Prioritisings as everybody may read them: from the publications, so that a hub shows the same. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { isOpenOn } from '../domain/challenge.ts';
import { localeOf, type Language } from '../domain/language.ts';
import {
	prioritisingSchema,
	type Prioritising,
	type ShownPrioritising
} from '../domain/prioritising.ts';
import type { Database } from './database.ts';
import { today } from './today.ts';

/** So many of a city a phone keeps. */
const mostRead = 60;

/** The prioritisings of all challenges, or of one: the newest first. */
export async function publishedPrioritisings(
	db: Database,
	challenge?: string
): Promise<Prioritising[]> {
	const of = challenge === undefined ? sql`` : sql`and body ->> 'challenge' = ${challenge}`;
	const { rows } = await sql<{ body: unknown }>`
		select body from publications where kind = 'prioritising' and body is not null ${of}
		order by body ->> 'openedAt' desc, id desc limit ${mostRead}`.execute(db);
	return rows.flatMap(({ body }) => {
		const read = v.safeParse(prioritisingSchema, body);
		return read.success ? [read.output] : [];
	});
}

/** One prioritising of a challenge, or undefined. */
export async function publishedPrioritising(
	db: Database,
	{ challenge, id }: { challenge: string; id: string }
): Promise<Prioritising | undefined> {
	return (await publishedPrioritisings(db, challenge)).find((each) => each.id === id);
}

/** As a page in this language shows it; `others` are the city's languages, for what nobody wrote in hers. */
export function showPrioritising(
	prioritising: Prioritising,
	lang: Language,
	others: readonly Language[],
	now: Date
): ShownPrioritising {
	const { id, challenge, results, until, isClosed, way, amount } = prioritising;
	const days = new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long', timeZone: 'UTC' });
	return {
		...{ id, challenge, results, way, amount },
		isOpen: !isClosed && isOpenOn(prioritising, today(now)),
		until: until ? days.format(new Date(until)) : '',
		things: prioritising.things.flatMap(({ id, texts, cost }) => {
			const written = Object.keys(texts) as Language[];
			const own = [lang, ...others, ...written].find((each) => texts[each]);
			const text = own && texts[own];
			return text ? [{ id, text, lang: own, cost }] : [];
		})
	};
}

/** A prioritising's results as a file: the same numbers as on its page, the same ones hidden. */
export function prioritisingLines(shown: ShownPrioritising): (string | number | null)[][] {
	const columns = ['thing', 'language', 'words', 'cost', 'people', 'points', 'fits'];
	const texts = new Map(shown.things.map((each) => [each.id, each]));
	const lines = (shown.results?.things ?? []).map(({ id, people, points, fits }) => {
		const { lang = null, text = null, cost = null } = texts.get(id) ?? {};
		return [id, lang, text, cost, people, points, fits === null ? null : fits ? 'yes' : 'no'];
	});
	return [columns, ...lines];
}
