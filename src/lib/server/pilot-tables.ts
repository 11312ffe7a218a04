/** The tables of what the city tries out. */
import type { ColumnType, Generated } from 'kysely';
import type { PilotTexts } from '../domain/pilot.ts';

export type PilotTables = {
	pilots: {
		id: string;
		/** The challenge for which it is tried; never another one. */
		challenge: string;
		made_at: Date;
		changed_at: Date;
		/** A neighbourhood; null for the whole city. */
		place: string | null;
		lab: string | null;
		/** Its first and last day, as YYYY-MM-DD. */
		from_day: string;
		until_day: string;
		texts: ColumnType<PilotTexts, string, string>;
		/** Goes up with each change. */
		revision: Generated<number>;
		/** When everybody could read it first; null while it is only written. */
		published_at: Generated<Date | null>;
		/** Since when nobody is told it any more. */
		taken_back_at: Generated<Date | null>;
		/** Since when staff say that it is over. */
		ended_at: Generated<Date | null>;
		/** Who changed it last. */
		staff: string | null;
	};
	/** The ideas from which it comes, by the id under which everybody reads them. */
	pilot_ideas: { pilot: string; idea: string };
};
