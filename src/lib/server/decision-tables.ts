/** The tables of what the city decides about challenges, and of what it tries before. */
import type { ColumnType, Generated } from 'kysely';
import type { CostBand, DecisionTexts, Outcome } from '../domain/decision.ts';
import type { Topic } from '../domain/need.ts';
import type { PilotState, PilotTexts } from '../domain/pilot.ts';

type Steps = {
	/** Goes up with each change. */
	revision: Generated<number>;
	/** When everybody could read it first; null while it is only written. */
	published_at: Generated<Date | null>;
	/** Since when nobody is told it any more. */
	taken_back_at: Generated<Date | null>;
	/** Who changed it last. */
	staff: string | null;
};

export type DecisionTables = {
	decisions: Steps & {
		id: string;
		made_at: Date;
		changed_at: Date;
		/** A neighbourhood; null for the whole city. */
		place: string | null;
		topic: Topic;
		outcome: Outcome;
		cost: CostBand;
		texts: ColumnType<DecisionTexts, string, string>;
	};
	decision_challenges: { decision: string; challenge: string };
	pilots: Steps & {
		id: string;
		challenge: string;
		/** The idea that is tried; nothing refers to it, so it may be gone. */
		idea: string | null;
		made_at: Date;
		changed_at: Date;
		place: string | null;
		lab: string | null;
		/** First and last day, as YYYY-MM-DD. */
		from_day: string;
		to_day: string;
		state: PilotState;
		texts: ColumnType<PilotTexts, string, string>;
	};
	/** The rounds in which people say how it goes. */
	pilot_surveys: { pilot: string; survey: string };
};
