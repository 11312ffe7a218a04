/**
 * What became of a need: the challenges behind which it stands, what is tried for them, and what was decided about them. It goes to
 * whoever holds the need's code, and to nobody else: sealed with the reply key, where the need brought one.
 */
import * as v from 'valibot';
import type { Cryptography } from './cryptography.ts';
import { outcomes } from './decision.ts';
import { idSchema } from './id.ts';
import { openWith } from './seal.ts';

/** What it says, and in which language, where nobody wrote it in hers. */
const said = { id: idSchema, words: v.string(), lang: v.string() };

/** Something that the city tries. */
export const triedSchema = v.object({
	...said,
	from: v.string(),
	until: v.string(),
	ended: v.boolean()
});

export const decidedSchema = v.object({
	...said,
	outcome: v.picklist(outcomes),
	/** The public reply that tells of it. */
	said: v.nullable(idSchema)
});

const becameSchema = v.array(
	v.object({
		...said,
		isOpen: v.boolean(),
		/** The last day on which it is open; null where no day is set. */
		until: v.nullable(v.string()),
		/** What the city tries for it; nothing from a city that does not say it yet. */
		pilots: v.optional(v.array(triedSchema), []),
		decisions: v.array(decidedSchema)
	})
);

export type Became = v.InferOutput<typeof becameSchema>[number];

/** Reads what came with the news of a need: clear text only where the need brought no reply key. */
export async function readBecame(
	text: string,
	replyKey: string | undefined,
	crypt: Cryptography
): Promise<Became[]> {
	const clear = replyKey === undefined ? text : await openWith(crypt, replyKey, text);
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), becameSchema), clear);
	return read.success ? read.output : [];
}

/**
 * The same for whoever typed the need's code, on a device that does not know whether the need brought a reply key. Clear
 * text counts there as clear replies do.
 */
export async function readBecameByCode(
	text: string,
	replyKey: string,
	crypt: Cryptography
): Promise<Became[]> {
	const told = await readBecame(text, replyKey, crypt);
	return told.length > 0 ? told : readBecame(text, undefined, crypt);
}

/** Can a page still be opened that tells of it? A challenge whose last day is over is shown no more until there is more to tell. */
export function hasPage({ isOpen, until, pilots, decisions }: Became, day: string): boolean {
	return decisions.length > 0 || pilots.length > 0 || (isOpen && (until === null || day <= until));
}
