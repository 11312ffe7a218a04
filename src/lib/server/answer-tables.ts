/** The tables of answers: templates, answers to many needs at once, and whether they helped. */
import type { ColumnType, Generated } from 'kysely';
import type { Answers, ReplyKind } from '../domain/answer.ts';
import type { Helped } from '../domain/helped.ts';
import type { Language } from '../domain/language.ts';
import type { Topic } from '../domain/need.ts';
import type { VoiceFile } from './reply-voices.ts';

type Json<T> = ColumnType<T, string, string>;

/** The files in which an answer to many needs is spoken, by the language in which each says it. */
export type AnswerVoices = Partial<Record<Language, VoiceFile>>;

/** What became of one need of many: it got the answer, or why it was left out. */
export type AnswerResult = 'sent' | 'changed' | 'withdrawn' | 'state';

export type AnswerTables = {
	need_messages: {
		id: string;
		need: string;
		said_at: Date;
		lang: string;
		words: string;
		staff: string | null;
		/** The answer to many needs that it is part of. */
		batch: Generated<string | null>;
		/** Was it handed out to whoever holds the watch secret, or to a hub that asked for her? */
		fetched: Generated<boolean>;
		/** The answer spoken: its file, what it plays as, its bytes, and the key that only its person is told. */
		voice_file: Generated<string | null>;
		voice_type: Generated<string | null>;
		voice_size: Generated<number | null>;
		voice_key: Generated<string | null>;
	};
	templates: {
		id: string;
		name: string;
		/** null: for every topic. */
		topic: Topic | null;
		state: ReplyKind;
		/** One of the city's own for that state; null: for each of them. */
		label: string | null;
		texts: Json<Answers>;
		staff: string | null;
		changed_at: Date;
		revision: Generated<number>;
		retired_at: Generated<Date | null>;
	};
	answer_batches: {
		id: string;
		made_at: Date;
		staff: string;
		kind: ReplyKind;
		/** What the city calls it; null: the plainest label of its kind. */
		label: string | null;
		texts: Json<Answers>;
		/** The language that whoever speaks another one gets. */
		fallback: string;
		/** Empty again once all of it is sent: from then on its messages have them. */
		voices: ColumnType<AnswerVoices, string | undefined, string>;
		begun_at: Generated<Date | null>;
		ended_at: Generated<Date | null>;
	};
	answer_targets: {
		batch: string;
		position: number;
		need: string;
		/** When the need had changed last, as the page showed it. */
		seen: Date;
		/** In which it gets the answer. */
		lang: string;
		result: Generated<AnswerResult | null>;
	};
	helped: {
		watch_hash: string;
		message: string;
		helped: Helped;
		/** The phone's own clock, in milliseconds: it orders what the same phone said. bigint comes as text. */
		made_ms: string;
		received_at: Date;
	};
};
