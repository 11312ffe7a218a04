/** A public reply: what people said and what the city did, for everybody. The words are the staff's, never a citizen's own. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { languages, type Language } from './language.ts';
import type { PublicVoice } from './public-voice.ts';
import { isBlank, lengthOf } from './words.ts';

/** The most characters of what people said, and of what the city did: a sentence or two on a wall. */
export const longestOf = { said: 200, done: 300 } as const;

/** Both halves in one language. */
export interface ReplyText {
	said: string;
	done: string;
}

const words = (longest: number) =>
	v.pipe(
		v.string(),
		v.check((text) => !isBlank(text) && lengthOf(text) <= longest)
	);

/** A recording in which it is spoken, as a publication names it. */
export const publicVoiceSchema = v.object({
	sha256: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
	size: v.pipe(v.number(), v.integer(), v.minValue(1)),
	type: v.pipe(v.string(), v.regex(/^audio\/[\w-]+$/))
});

/** The body of a publication `public-reply`. */
export const publicReplySchema = v.object({
	id: idSchema,
	/** A neighbourhood; null for the whole city. */
	place: v.nullable(v.string()),
	saidAt: v.pipe(v.string(), v.isoTimestamp()),
	texts: v.record(
		v.picklist(languages),
		v.object({ said: words(longestOf.said), done: words(longestOf.done) })
	),
	/** The decision of which it tells. */
	decision: v.exactOptional(idSchema),
	/** Each says the words of its language. */
	voices: v.exactOptional(v.record(v.picklist(languages), publicVoiceSchema))
});

export type PublicReply = Omit<v.InferOutput<typeof publicReplySchema>, 'texts' | 'voices'> & {
	texts: Partial<Record<Language, ReplyText>>;
	voices?: Partial<Record<Language, PublicVoice>>;
};

/** A public reply as a page shows it. */
export interface ShownReply extends ReplyText {
	id: string;
	place: string | null;
	/** The neighbourhood's name; empty for the whole city. */
	placeName: string;
	/** In words of the page's language. */
	day: string;
	/** In which language the words are, where nobody wrote them in the page's. */
	lang: Language;
	/** The decision of which it tells, and the challenge on whose page that stands. */
	decision?: { id: string; challenge: string };
	/** The same words, spoken. */
	voice?: PublicVoice | undefined;
}

/** What was written in the first of these languages that has it. */
export function textIn(
	texts: PublicReply['texts'],
	order: readonly Language[]
): (ReplyText & { lang: Language }) | undefined {
	for (const lang of order) {
		const text = texts[lang];
		if (text) return { ...text, lang };
	}
	return undefined;
}

/** Those of a neighbourhood first, then those of the whole city, then the others; of each the newest first, as they came. */
export function nearestFirst(replies: readonly ShownReply[], place: string | null): ShownReply[] {
	const distance = (reply: ShownReply) =>
		reply.place === null ? 1 : reply.place === place ? 0 : 2;
	return [...replies].sort((a, b) => distance(a) - distance(b));
}
