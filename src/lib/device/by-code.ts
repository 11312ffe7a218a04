import { deriveSecrets } from '../domain/receipt-code.ts';
import { withWords } from '../domain/sealed-news.ts';
import { isIdeaNews, isNeedNews, type News } from '../domain/sync.ts';
import { cryptography } from './cryptography.ts';
import { exchange } from './sync/exchange.ts';

/** Asks the city for the need or idea of a receipt code that was told elsewhere; keeps nothing on this phone. */
export async function askByCode(
	code: string
): Promise<
	{ found: News | undefined; idea: string | undefined; watch: string } | { noAnswer: true }
> {
	const { watch, reply } = deriveSecrets(code);
	const result = await exchange([], [watch]);
	if (!('answer' in result)) return { noAnswer: true };
	const item = result.answer.replies.find(isNeedNews);
	const idea = result.answer.replies.find(isIdeaNews)?.idea;
	const found = item && (await withWords(item, reply, await cryptography()));
	return { watch, found, idea };
}
