/** An answer to many needs, spoken: a voice for each language in which it is said. */
import { sql } from 'kysely';
import type { Answers } from '../domain/answer.ts';
import type { Language } from '../domain/language.ts';
import type { AnswerVoices } from './answer-tables.ts';
import type { Database } from './database.ts';
import type { VoiceFile } from './reply-voices.ts';

/**
 * Gives an answer that is only prepared a voice in a language, in the place of another one, or takes it away where `voice`
 * is null. False where nothing was changed: it is sent, is another member's or nobody's, or nobody reads it in this language.
 */
export async function setVoice(
	db: Database,
	{ batch, lang, staff }: { batch: string; lang: Language; staff: string },
	voice: VoiceFile | null
): Promise<boolean> {
	const named = voice
		? sql`jsonb_build_object(${lang}::text, ${JSON.stringify(voice)}::jsonb)`
		: null;
	const { numUpdatedRows } = await db
		.updateTable('answer_batches')
		.set({
			voices: named ? sql<string>`voices || ${named}` : sql<string>`voices - ${lang}::text`
		})
		.where('id', '=', batch)
		.where('staff', '=', staff)
		.where('begun_at', 'is', null)
		.where((row) =>
			row.exists(
				row
					.selectFrom('answer_targets')
					.select('need')
					.where('batch', '=', batch)
					.where('lang', '=', lang)
			)
		)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** Those of the voices that say the same when these are the words: what is written anew is spoken anew. */
export function stillSaid(
	{ voices, texts: before }: { voices: AnswerVoices; texts: Answers },
	texts: Answers
): AnswerVoices {
	const all = Object.entries(voices) as [Language, VoiceFile][];
	return Object.fromEntries(all.filter(([lang]) => before[lang] === texts[lang]));
}

/** The voices that an answer was sent with, as far as somebody can still hear them. */
export async function voicesSent(db: Database, batch: string): Promise<AnswerVoices> {
	const rows = await db
		.selectFrom('need_messages')
		.distinctOn('lang')
		.select((row) => [
			'lang',
			row.ref('voice_file').$notNull().as('file'),
			row.ref('voice_type').$notNull().as('type'),
			row.ref('voice_size').$notNull().as('size')
		])
		.where('batch', '=', batch)
		.where('voice_file', 'is not', null)
		.execute();
	return Object.fromEntries(rows.map(({ lang, ...voice }) => [lang, voice]));
}
