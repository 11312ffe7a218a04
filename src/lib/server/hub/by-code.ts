/** A receipt code that is typed at a hub without the page's script: the city is asked, and nothing of the code is kept but its watch secret. */
import { setTimeout } from 'node:timers/promises';
import { openIdeaNews, type ToldOfIdea } from '../../domain/idea-news.ts';
import { deriveSecrets } from '../../domain/receipt-code.ts';
import { withWords } from '../../domain/sealed-news.ts';
import { isIdeaNews, isNeedNews, type AnyNews, type News } from '../../domain/sync.ts';
import { cryptography } from '../cryptography.ts';
import type { Database } from '../database.ts';
import type { Hub } from '../hub.ts';
import { watchHere } from './watched.ts';

/** Milliseconds that a person waits for a city which may not be there. */
const patience = 4000;

/** What the city says, or said last, to whoever has this code; nothing as long as this hub has heard nothing of it. */
export async function askAtHub(
	db: Database,
	hub: Hub,
	code: string,
	now: Date
): Promise<{ found?: News | undefined; idea?: ToldOfIdea | undefined }> {
	const { watch, reply } = deriveSecrets(code);
	const ask = async (): Promise<AnyNews | undefined> => {
		const { news } = await watchHere(db, [watch], now);
		return news.find(isNeedNews) ?? news.find(isIdeaNews);
	};
	let news = await ask();
	if (!news) {
		await Promise.race([hub.forwardNow(), setTimeout(patience, undefined, { ref: false })]);
		news = await ask();
	}
	if (!news) return {};
	if (isNeedNews(news)) return { found: await withWords(news, reply, cryptography) };
	return isIdeaNews(news) ? { idea: await openIdeaNews(news.idea, reply, cryptography) } : {};
}
