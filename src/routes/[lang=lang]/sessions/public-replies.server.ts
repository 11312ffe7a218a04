import type { Language } from '$lib/domain/language.ts';
import type { ShownReply } from '$lib/domain/public-reply.ts';
import { city } from '$lib/server/city.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { pagesOfDecisions } from '$lib/server/published-grounds.ts';
import { publishedReplies, showReplies } from '$lib/server/public-replies.ts';
import { readSettings } from '$lib/server/settings.ts';

/** What the city says to everybody, as a page in this language shows it. */
export async function shownReplies(lang: Language): Promise<ShownReply[]> {
	const { db } = city();
	const [replies, { languages }, names] = await Promise.all([
		publishedReplies(db),
		readSettings(db),
		neighbourhoodNames(db)
	]);
	const told = new Map(replies.flatMap(({ id, decision }) => (decision ? [[id, decision]] : [])));
	const pages = await pagesOfDecisions(db, [...told.values()]);
	return showReplies(replies, lang, languages, names).map((reply) => {
		const id = told.get(reply.id) ?? '';
		const challenge = pages.get(id);
		return challenge ? { ...reply, decision: { id, challenge } } : reply;
	});
}
