/** The tables of prioritisings, and of what people choose in them. */
import type { ColumnType, Generated } from 'kysely';
import type { Choice } from '../domain/priority.ts';
import type { PriorityCounts } from '../domain/priority-results.ts';
import type { ThingTexts } from '../domain/prioritising.ts';

/** A thing as it is stored: an idea by the id under which everybody reads it, or what staff wrote. */
export interface StoredThing {
	id: string;
	/** null where staff wrote it; an idea's words stay with the idea, and `texts` are empty. */
	idea: string | null;
	texts: ThingTexts;
	/** What it costs; null where people have points. */
	cost: number | null;
}

export type PrioritisingTables = {
	prioritisings: {
		id: string;
		challenge: string;
		made_at: Date;
		changed_at: Date;
		way: 'points' | 'budget';
		/** How many points each person has, or the sum that each may spend. */
		amount: number;
		things: ColumnType<StoredThing[], string, string>;
		/** The last day on which it is open, as YYYY-MM-DD. */
		until: string | null;
		/** Goes up with each change. */
		revision: Generated<number>;
		/** When everybody could choose first; null while it is only written. */
		opened_at: Generated<Date | null>;
		/** Since when nobody is asked any more; its results stay. */
		closed_at: Generated<Date | null>;
		/** Who changed it last. */
		staff: string | null;
		/** What was counted last, in true numbers: nobody is shown them. */
		counts: ColumnType<PriorityCounts | null, undefined, string | null>;
	};
	/** Which things are ideas, or were when ideas were joined: by the id under which everybody reads them. */
	prioritising_ideas: { prioritising: string; thing: string; idea: string };
	/** What one device chose last; `counted` once it is part of the results. */
	priorities: {
		prioritising: string;
		token: string;
		choice: ColumnType<Choice, string, string>;
		/** When it was said, by the device's clock; bigint comes as text. */
		made_ms: string;
		counted: Generated<boolean>;
	};
};
