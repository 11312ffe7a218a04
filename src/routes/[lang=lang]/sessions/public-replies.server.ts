import type { Language } from '$lib/domain/language.ts';
import type { ShownReply } from '$lib/domain/public-reply.ts';
import { city } from '$lib/server/city.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { publishedReplies, showReplies } from '$lib/server/public-replies.ts';
import { readSettings } from '$lib/server/settings.ts';

/** What the city says to everybody, or to one neighbourhood, as a page in this language shows it. */
export async function shownReplies(lang: Language, place?: string): Promise<ShownReply[]> {
	const { db } = city();
	const [replies, { languages }, names] = await Promise.all([
		publishedReplies(db, place),
		readSettings(db),
		neighbourhoodNames(db)
	]);
	return showReplies(replies, lang, languages, names);
}
