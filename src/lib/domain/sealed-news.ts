/** News of a need whose words are sealed with its reply key: only whoever has the receipt code opens them. */
import * as v from 'valibot';
import type { Cryptography } from './cryptography.ts';
import { openWith } from './seal.ts';
import { sealedMessagesSchema, type News } from './sync.ts';

/** News whose sealed words are opened with the reply key; as they are where nothing is sealed; undefined when it does not open. */
export async function withWords(
	{ sealed, ...news }: News,
	replyKey: string,
	crypt: Cryptography
): Promise<News | undefined> {
	if (sealed === undefined) return news;
	const text = await openWith(crypt, replyKey, sealed);
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), sealedMessagesSchema), text);
	return read.success ? { ...news, messages: read.output } : undefined;
}
