/** What became of an idea: for whoever holds its code, and for nobody else. Sealed with the reply key on its way. */
import * as v from 'valibot';
import { decidedSchema, triedSchema } from './became.ts';
import type { Cryptography } from './cryptography.ts';
import { idSchema } from './id.ts';
import { ideaStates } from './idea.ts';
import { openWith } from './seal.ts';

/** The challenge on whose page it can be read. */
const where = { challenge: idSchema };

const askedSchema = v.object({
	...{ id: idSchema, ...where },
	/** Until when people can choose, as YYYY-MM-DD. */
	until: v.nullable(v.string()),
	isClosed: v.boolean(),
	/** In which place people put it, of how many things; null where that is not shown. */
	place: v.nullable(v.number()),
	of: v.number(),
	/** Did fewer than five people choose it? */
	few: v.boolean(),
	/** Is there money for it? null where people have points. */
	fits: v.nullable(v.boolean())
});

/** What is not said, or not in a form that is known here, is nothing: news may be of a city that is older or newer. */
const listOf = <Schema extends v.GenericSchema>(schema: Schema) =>
	v.fallback(v.optional(v.array(schema), []), []);

/** What names it, or another that goes together with it, and can be read by everybody. */
const became = {
	/** Where people say what comes first. */
	priorities: listOf(askedSchema),
	/** What the city tries that comes from it. */
	pilots: listOf(v.object({ ...triedSchema.entries, ...where })),
	decisions: listOf(v.object({ ...decidedSchema.entries, ...where }))
};

export const ideaNewsSchema = v.object({
	challenge: idSchema,
	/** Where it stands; of one that staff joined with another, where that one does. */
	state: v.picklist(ideaStates),
	/** Did staff join it with another, which everybody reads instead? */
	joined: v.boolean(),
	/** Why it is not published, as staff wrote it; null where there is nothing to tell. */
	reason: v.nullable(v.string()),
	/** Can it, or the one that leads, be read on the challenge's page? */
	page: v.boolean(),
	...became
});

export type ToldOfIdea = v.InferOutput<typeof ideaNewsSchema>;

export type BecameOfIdea = Pick<ToldOfIdea, keyof typeof became>;

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
