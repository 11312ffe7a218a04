/** A receipt code that is typed at a hub without the page's script: the city is asked, and nothing of the code is kept but its watch secret. */
import { setTimeout } from 'node:timers/promises';
import { deriveSecrets } from '../../domain/receipt-code.ts';
import { withWords } from '../../domain/sealed-news.ts';
import { isNeedNews, type News } from '../../domain/sync.ts';
import { cryptography } from '../cryptography.ts';
import type { Database } from '../database.ts';
import type { Hub } from '../hub.ts';
import { watchHere } from './watched.ts';

/** Milliseconds that a person waits for a city which may not be there. */
const patience = 4000;

/** What the city says, or said last, to whoever has this code; undefined as long as this hub has heard nothing of it. */
export async function askAtHub(
	db: Database,
	hub: Hub,
	code: string,
	now: Date
): Promise<News | undefined> {
	const { watch, reply } = deriveSecrets(code);
	const ask = async () => (await watchHere(db, [watch], now)).news.find(isNeedNews);
	let news = await ask();
	if (!news) {
		await Promise.race([hub.forwardNow(), setTimeout(patience, undefined, { ref: false })]);
		news = await ask();
	}
	return news && withWords(news, reply, cryptography);
}
