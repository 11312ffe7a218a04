/** Voices: the sound of a language's sentences, as a phone can keep it. */
import * as v from 'valibot';

/** The types of sound that every browser plays for which Plaza is built, and how their files end. */
export const soundTypes = { mp3: 'audio/mpeg', m4a: 'audio/mp4' } as const;

/**
 * What can be kept of a language: reels, each with many sentences. `part` is '' for what every phone keeps, else a
 * module; its sentences are dealt among `of` reels, of which this is number `at`.
 */
export const reelsSchema = v.object({
	v: v.literal(1),
	reels: v.array(
		v.object({
			part: v.string(),
			at: v.number(),
			of: v.number(),
			/** `revisionLetters` of the sha256 of the reel, base64url: another content has another name. */
			name: v.pipe(v.string(), v.regex(/^[\w-]{22}$/)),
			/** Bytes. */
			size: v.number()
		})
	)
});

export type Reels = v.InferOutput<typeof reelsSchema>;

/**
 * The head of a reel: four bytes say how long it is (big-endian), then it follows as JSON, then the sounds. Each sentence
 * by its name (sentence.ts): where its sound begins behind the head, how many bytes it has, and its type.
 */
export type ReelHead = Record<string, [number, number, string]>;

/** The cache with the few sounds that say, without internet, that the voice of a language is not here. */
export const firstVoice = (lang: string) => `voices-first ${lang}`;

/** What a page asks of the worker about the voice of a language, over a port of its own. */
export type VoiceQuestion = { voice: string; wish: 'look' | 'keep' | 'drop' | 'stop' };

/** Bytes that are kept and that could come; `done` of `count` pieces while they come. */
export type VoiceAnswer =
	{ kept: number; offered: number; stopped: boolean } | { done: number; count: number };
