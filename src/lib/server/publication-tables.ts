/** The tables of what the city gives to every device. */
import type { ColumnType, Generated } from 'kysely';
import type { PublicReply } from '../domain/public-reply.ts';
import type { AnswerVoices } from './answer-tables.ts';

export type PublicationTables = {
	/** One row: the number of the last change; see changes.ts. bigint comes as text. */
	changes: { last: string };
	/** What is said to everybody; `need` is the one of which it speaks, and goes to no feed. */
	public_replies: {
		id: string;
		said_at: Date;
		changed_at: Date;
		place: string | null;
		texts: ColumnType<PublicReply['texts'], string, string>;
		/** The files in which it is spoken, by language; none once it was taken back. */
		voices: ColumnType<AnswerVoices, string | undefined, string>;
		need: string | null;
		/** The answer to many needs from which it began. */
		batch: Generated<string | null>;
		/** The decision from which it began. */
		decision: Generated<string | null>;
		staff: string | null;
		/** Goes up with each change. */
		revision: Generated<number>;
		taken_back_at: Generated<Date | null>;
	};
	publications: {
		id: string;
		kind: string;
		lang: string | null;
		/** null once it was taken back. */
		body: ColumnType<unknown, string, string> | null;
		changed_at: Date;
		change_seq: string;
	};
};
