/** The shelf: modules of a language that a phone keeps only when somebody wants them. */
import * as v from 'valibot';

/** What else can be kept of a language, module by module; who wants all of them asks for whole groups. */
export const shelfSchema = v.object({
	v: v.literal(1),
	build: v.string(),
	modules: v.array(
		v.object({
			slug: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,80}$/)),
			/** Bytes as they travel. */
			size: v.number(),
			group: v.number()
		})
	)
});

export type Shelf = v.InferOutput<typeof shelfSchema>;

/** When each kept module was last proved to play without internet (ISO 8601), or an empty text where it was not yet. */
export type KeptModules = Record<string, string>;

/** What a page asks of the worker about modules and other parts, over a port of its own. */
export type ShelfQuestion =
	| { shelf: string }
	| { keepModules: string[]; lang: string }
	| { keepPart: string; lang: string }
	| { keepLanguage: true; lang: string }
	| { filesFor: string[] }
	| { prove: string };

/**
 * `offered` are sizes in bytes by module; none when the city cannot be asked. `files` are the built files of this
 * worker's build for the languages that were named.
 */
export type ShelfAnswer =
	| { kept: KeptModules; offered?: Record<string, number> }
	| { came: string }
	| { stopped: boolean }
	| { files: string[]; build: string }
	| { lacking: string[] };
