/** What became of an idea: for whoever holds its code, and for nobody else. Sealed with the reply key on its way. */
import * as v from 'valibot';
import type { Cryptography } from './cryptography.ts';
import { idSchema } from './id.ts';
import { ideaStates } from './idea.ts';
import { openWith } from './seal.ts';

export const ideaNewsSchema = v.object({
	challenge: idSchema,
	/** Where it stands; of one that staff joined with another, where that one does. */
	state: v.picklist(ideaStates),
	/** Did staff join it with another, which everybody reads instead? */
	joined: v.boolean(),
	/** Why it is not published, as staff wrote it; null where there is nothing to tell. */
	reason: v.nullable(v.string()),
	/** Can it, or the one that leads, be read on the challenge's page? */
	page: v.boolean()
});

export type ToldOfIdea = v.InferOutput<typeof ideaNewsSchema>;

/** Reads what came of an idea, opened; undefined where it is nothing that is known here. */
export function readIdeaNews(text: string | undefined): ToldOfIdea | undefined {
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), ideaNewsSchema), text);
	return read.success ? read.output : undefined;
}

/** Opens and reads it. */
export async function openIdeaNews(
	sealed: string,
	replyKey: string,
	crypt: Cryptography
): Promise<ToldOfIdea | undefined> {
	return readIdeaNews(await openWith(crypt, replyKey, sealed));
}
