/** What the city says to everybody, spoken: a recording for each language in which it is said, for whoever asks for it. */
import { sql } from 'kysely';
import * as v from 'valibot';
import type { Bytes } from '../domain/cryptography.ts';
import type { Language } from '../domain/language.ts';
import { publicVoiceSchema } from '../domain/public-reply.ts';
import type { PublicVoice } from '../domain/public-voice.ts';
import type { Database } from './database.ts';
import { keepFile, hasRoom, isThere, nameOf } from './media/files.ts';
import { inTurn } from './media/in-turn.ts';
import { alterReply } from './public-replies.ts';
import type { VoiceFile } from './reply-voices.ts';

/**
 * Gives a public reply that stands a voice in one of its languages, in the place of another one, or takes it away where
 * `voice` is null, unless somebody changed it since it was seen.
 * @returns why nothing was changed; `unknown`: there is no such reply, or it says nothing in this language
 */
export async function setPublicVoice(
	db: Database,
	{ lang, ...seen }: { id: string; revision: number; lang: Language },
	voice: VoiceFile | null,
	staff: string,
	now = new Date()
): Promise<'unknown' | 'changed' | undefined> {
	const row = await db
		.selectFrom('public_replies')
		.select(['texts', 'voices', 'taken_back_at'])
		.where('id', '=', seen.id)
		.where('revision', '=', seen.revision)
		.executeTakeFirst();
	// what is seen at this revision is as it was read here
	if (row && (!row.texts[lang] || row.taken_back_at)) return 'unknown';
	const voices = JSON.stringify({ ...row?.voices, [lang]: voice ?? undefined });
	return alterReply(db, seen, { voices }, { staff, action: 'public-reply.changed' }, now);
}

/** The languages in which a public reply is spoken. */
export async function spokenIn(db: Database, id: string): Promise<Language[]> {
	const row = await db
		.selectFrom('public_replies')
		.select('voices')
		.where('id', '=', id)
		.executeTakeFirst();
	return Object.keys(row?.voices ?? {}) as Language[];
}

/** The voice of this hash, as long as something that is said to everybody names it: at the city and at a hub. */
export async function findPublicVoice(
	db: Database,
	sha256: string
): Promise<PublicVoice | undefined> {
	const { rows } = await sql<{ voice: unknown }>`
		select voice from publications,
			jsonb_each(case jsonb_typeof(body -> 'voices') when 'object' then body -> 'voices' end) as each (lang, voice)
		where kind = 'public-reply' and voice ->> 'sha256' = ${sha256}
		limit 1`.execute(db);
	const read = v.safeParse(publicVoiceSchema, rows[0]?.voice);
	return read.success ? read.output : undefined;
}

/**
 * At a hub: brings such a voice from its city and keeps it, for a lab that has no internet later. Whoever brings other
 * bytes brings nothing. Gives whether it is here now.
 */
export async function bringPublicVoice(
	dataFolder: string,
	{ sha256, size }: PublicVoice,
	ask: (sha256: string) => Promise<Bytes | undefined>
): Promise<boolean> {
	if (await isThere(dataFolder, sha256)) return true;
	const bytes = await ask(sha256);
	if (bytes?.length !== size || nameOf(bytes) !== sha256) return false;
	if (!(await hasRoom(dataFolder, size))) return false;
	await inTurn(`file ${sha256}`, () => keepFile(dataFolder, bytes));
	return true;
}
