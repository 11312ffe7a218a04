/** A pack: what a phone keeps of one language, so that everything of it works without internet. */
import * as v from 'valibot';

export const packSchema = v.object({
	v: v.literal(1),
	/** The build that these pages belong to: pages of one build never stand with files of another. */
	build: v.string(),
	lang: v.string(),
	pages: v.array(
		v.object({
			url: v.pipe(v.string(), v.startsWith('/')),
			/** `revisionLetters` of the sha256 of the content, base64url, or the build for files that only change with it. */
			revision: v.string(),
			/** Bytes before compression. */
			size: v.number()
		})
	)
});

export type Pack = v.InferOutput<typeof packSchema>;

/** The pages of a pack themselves, in one answer: compressed together they are less than half of what they are apart. */
export const packPagesSchema = v.object({
	v: v.literal(1),
	build: v.string(),
	pages: v.array(
		v.object({
			url: v.pipe(v.string(), v.startsWith('/')),
			headers: v.record(v.string(), v.string()),
			text: v.string()
		})
	)
});

export type PackPages = v.InferOutput<typeof packPagesSchema>;

/** 128 bits and a little more: enough to tell contents apart, and half of what travels. */
export const revisionLetters = 22;

/** Modules that come with every pack; all others are kept when somebody wants them. */
export const modulesInPack = 2;

/**
 * All that does not fit into the first visit and comes with the first tap: "Where do I start?", by which it is called, the
 * sessions near her, the one that she is in, her neighbourhood, what the city asks, and the page that checks somebody's proof. It
 * is kept as if it were a module.
 */
export const startPart = 'start';

/** The trainer's pages are kept as if they were a module too, on devices that a trainer has. */
export const trainerPart = 'trainer';

/** What is kept like a module and is none. */
export const otherParts: readonly string[] = [startPart, trainerPart];

/** The module or part to which a page belongs; nothing for other pages. */
export function moduleOfPage(url: string): string | undefined {
	const [, module, part] =
		/^\/[a-z]{2}\/(?:learn\/([^/]+)|(trainer|sessions?|badge|neighbourhood|survey)(?:\/|$))/.exec(
			url
		) ?? [];
	return module ?? (part === trainerPart ? part : part && startPart);
}
