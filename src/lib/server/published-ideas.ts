/** Ideas as everybody may read them: from the publications, so that a hub shows the same. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { ideaSchema, type Idea, type ShownIdea } from '../domain/idea.ts';
import type { Language } from '../domain/language.ts';
import type { Database } from './database.ts';

/** So many of a challenge a phone keeps. */
const mostShown = 60;

/** The ideas for one challenge: the newest first. */
export function publishedIdeas(db: Database, challenge: string): Promise<Idea[]> {
	return newestIdeas(db, [challenge]);
}

/** The ideas for these challenges: the newest first, at most so many of each. */
export async function newestIdeas(
	db: Database,
	challenges: readonly string[],
	most = mostShown
): Promise<Idea[]> {
	const { rows } = await sql<{ body: unknown }>`
		select body from (
			select id, body, row_number() over (partition by body ->> 'challenge' order by id desc) as nth
			from publications where kind = 'idea' and body ->> 'challenge' = any(${challenges})
		) as idea
		where nth <= ${most} order by id desc`.execute(db);
	return rows.flatMap(({ body }) => {
		const read = v.safeParse(ideaSchema, body);
		return read.success ? [read.output] : [];
	});
}

/** As a page in this language shows them; `others` are the city's languages, for what nobody wrote in hers. */
export function showIdeas(
	ideas: readonly Idea[],
	lang: Language,
	others: readonly Language[]
): ShownIdea[] {
	return ideas.flatMap(({ texts, ...idea }) => {
		const written = Object.keys(texts) as Language[];
		const own = [lang, ...others, ...written].find((each) => texts[each]);
		const text = own && texts[own];
		return text ? [{ ...idea, text, lang: own }] : [];
	});
}
