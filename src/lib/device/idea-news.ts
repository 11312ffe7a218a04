/** News of this phone's ideas: which it watches, and what it heard of each, kept beside her own words. */
import type { Cryptography } from '../domain/cryptography.ts';
import { deriveSecrets, hashSecret } from '../domain/receipt-code.ts';
import { openWith } from '../domain/seal.ts';
import type { IdeaNews } from '../domain/sync.ts';
import { device, readFact, writeFact } from './database.ts';
import { ideasFact } from './joined.ts';

/** What of an idea matters here, one that was taken back has no code; `heard`: what became of it (domain/idea-news.ts), opened. */
type Said = Record<string, { code?: string; heard?: string }>;

/** Ids and codes of the ideas that were said on this phone. */
export async function codesOfIdeas(): Promise<{ id: string; code: string }[]> {
	const said = Object.entries((await readFact<Said>(ideasFact)) ?? {});
	return said.flatMap(([id, { code }]) => (code ? [{ id, code }] : []));
}

/** Keeps what became of an idea of this phone; false when somebody on the way changed it. */
export async function keepIdeaNews(
	{ id, watchHash, idea }: IdeaNews,
	crypt: Cryptography
): Promise<boolean> {
	const code = (await codesOfIdeas()).find((each) => each.id === id)?.code;
	if (!code) return true;
	const { watch, reply } = deriveSecrets(code);
	if (hashSecret(watch) !== watchHash) return true;
	const heard = await openWith(crypt, reply, idea);
	if (heard === undefined) return false;
	await device.transaction('rw', device.facts, async () => {
		const all = (await readFact<Said>(ideasFact)) ?? {};
		if (all[id]) await writeFact(ideasFact, { ...all, [id]: { ...all[id], heard } });
	});
	return true;
}
