/** The tables of rounds, and of what people say to their statements. */
import type { ColumnType, Generated } from 'kysely';
import type { Vote } from '../domain/consensus.ts';
import type { RoundResults, StatementTexts } from '../domain/round.ts';

/** A statement as it is stored; `isHidden`: it is not asked any more, and what was said to it counts for nothing. */
export interface StoredStatement {
	id: string;
	texts: StatementTexts;
	isHidden: boolean;
}

export type RoundTables = {
	rounds: {
		id: string;
		challenge: string;
		made_at: Date;
		changed_at: Date;
		statements: ColumnType<StoredStatement[], string, string>;
		/** The last day on which it is open, as YYYY-MM-DD. */
		until: string | null;
		/** Goes up with each change. */
		revision: Generated<number>;
		/** When everybody could answer it first; null while it is only written. */
		opened_at: Generated<Date | null>;
		/** Since when nobody is asked any more; its results stay. */
		closed_at: Generated<Date | null>;
		/** Who changed it last. */
		staff: string | null;
		/** What everybody may know of what was counted last. */
		results: ColumnType<RoundResults | null, undefined, string | null>;
	};
	/** What one device said last of one statement; `counted` once it is part of the results. */
	opinions: {
		round: string;
		token: string;
		statement: string;
		vote: Vote;
		/** When it was said, by the device's clock; bigint comes as text. */
		made_ms: string;
		counted: Generated<boolean>;
	};
};
