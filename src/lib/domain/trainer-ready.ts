/**
 * Getting ready: what a trainer's device has brought for a session, file by file, so that it can be proved at any hour,
 * also without internet, that all of it is still there, whole and of that version.
 */
import * as v from 'valibot';
import { hashText } from './fingerprint.ts';
import { languages } from './language.ts';
import { otherParts, startPart, trainerPart } from './pack.ts';
import { mostModules, plannedSessionSchema } from './session.ts';

/** What she prepares: a planned session, or a lab, modules and languages by hand. */
export const wishSchema = v.object({
	lab: v.string(),
	labName: v.string(),
	modules: v.pipe(v.array(v.string()), v.maxLength(mostModules)),
	languages: v.pipe(v.array(v.picklist(languages)), v.minLength(1)),
	/** When the planned session begins and ends, in milliseconds since 1970. */
	startsAt: v.optional(v.number()),
	endsAt: v.optional(v.number())
});

export type Wish = v.InferOutput<typeof wishSchema>;

/**
 * One file. `hash` is what hashes are in lists (`revisionLetters` of sha256, base64url); `part` is a module, `start`,
 * `trainer`, `voice`, `files` for parts of Plaza itself, or empty for what every phone keeps of a language.
 */
const fileSchema = v.object({
	cache: v.string(),
	url: v.string(),
	hash: v.string(),
	lang: v.string(),
	part: v.string()
});

export type PreparedFile = v.InferOutput<typeof fileSchema>;

/** What was prepared, as it lies in `preparedCache` under `preparedPath`. No name of a person is in it. */
export const preparedSchema = v.object({
	v: v.literal(1),
	build: v.string(),
	madeAt: v.number(),
	wish: wishSchema,
	files: v.array(fileSchema),
	/** The next dates of her labs, for posters without internet. */
	dates: v.array(plannedSessionSchema)
});

export type Prepared = v.InferOutput<typeof preparedSchema>;

export const preparedCache = 'prepared';
export const preparedPath = '/prepared';

/** What can be said of a part that is not whole. `lang` is empty for parts of Plaza that all languages share. */
export interface Lack {
	lang: string;
	part: string;
}

/** Files that are not there any more, as the parts that a person knows; each once, in the order of the list. */
export function lacksOf(files: readonly PreparedFile[]): Lack[] {
	const all = new Map<string, Lack>();
	for (const { lang, part } of files) all.set(`${lang} ${part}`, { lang, part });
	return [...all.values()];
}

/** Is this part a module of the lessons? */
export function isModule(part: string): boolean {
	return part !== '' && part !== 'voice' && part !== 'files' && !otherParts.includes(part);
}

/** The parts of a language that a wish needs beside what every phone keeps, in the order in which they come. */
export function partsFor({ modules }: Pick<Wish, 'modules'>): string[] {
	return [trainerPart, startPart, ...modules];
}

/** Her own language and those of the session, each once. */
export function languagesFor(own: string, wish: Pick<Wish, 'languages'>): string[] {
	return [...new Set([own, ...wish.languages])];
}

/**
 * The version of all that is prepared, six characters to compare: on two devices it is the same when what they would
 * show is the same, whatever the order in which it came.
 */
export function contentVersion({ files }: Pick<Prepared, 'files'>): string {
	const lines = files.map(({ url, hash }) => `${url} ${hash}`).sort();
	return hashText([...new Set(lines)].join('\n')).slice(0, 6);
}

const day = 24 * 60 * 60_000;

/** Until when what is prepared stays as it is where nobody closes the session: a day after its end, else thirty days. */
export function preparedUntil({ endsAt }: Pick<Wish, 'endsAt'>, now: number): number {
	return endsAt === undefined ? now + 30 * day : Math.max(endsAt, now) + day;
}

/** Does so much fit? Unknown sizes and unknown room fit: what does not is heard when it comes. */
export function fits(size: number | undefined, room: number | undefined): boolean {
	return size === undefined || room === undefined || size * roomFactor <= room;
}

/** What travels pressed lies on the device as it is. */
const roomFactor = 4;
