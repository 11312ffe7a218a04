/** Decisions as everybody may read them: from the publications, so that a hub shows the same. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { decisionSchema, type Decision, type ShownDecision } from '../domain/decision.ts';
import { localeOf, type Language } from '../domain/language.ts';
import type { Database } from './database.ts';
import { ofPlace } from './of-place.ts';

/** So many a page shows: a phone keeps them. */
const mostShown = 30;

/** The newest first; those about one challenge, or those of a neighbourhood and of the whole city, where one is named. */
export async function publishedDecisions(
	db: Database,
	{ challenge, place }: { challenge?: string; place?: string | undefined } = {}
): Promise<Decision[]> {
	const of = challenge === undefined ? sql`` : sql`and body -> 'challenges' ? ${challenge}`;
	const { rows } = await sql<{ body: unknown }>`
		select body from publications where kind = 'decision' and body is not null ${of} ${ofPlace(place)}
		order by body ->> 'decidedAt' desc, id desc limit ${mostShown}`.execute(db);
	return rows.flatMap(({ body }) => {
		const read = v.safeParse(decisionSchema, body);
		return read.success ? [read.output] : [];
	});
}

/** As a page in this language shows them; `others` are the city's languages, for what nobody wrote in hers. */
export function showDecisions(
	decisions: readonly Decision[],
	lang: Language,
	others: readonly Language[],
	places: ReadonlyMap<string, string>
): ShownDecision[] {
	const days = new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long', timeZone: 'UTC' });
	return decisions.flatMap(({ texts, decidedAt, ...decision }) => {
		const written = Object.keys(texts) as Language[];
		const own = [lang, ...others, ...written].find((each) => texts[each]);
		const text = own && texts[own];
		if (!text) return [];
		const placeName = (decision.place && places.get(decision.place)) ?? '';
		return [{ ...decision, placeName, day: days.format(new Date(decidedAt)), lang: own, ...text }];
	});
}
