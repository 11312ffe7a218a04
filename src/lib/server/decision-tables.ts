/** The tables of what the city decides about challenges. */
import type { ColumnType, Generated } from 'kysely';
import type { CostBand, DecisionTexts, Outcome } from '../domain/decision.ts';
import type { Topic } from '../domain/need.ts';

export type DecisionTables = {
	decisions: {
		id: string;
		made_at: Date;
		changed_at: Date;
		/** A neighbourhood; null for the whole city. */
		place: string | null;
		topic: Topic;
		outcome: Outcome;
		cost: CostBand;
		texts: ColumnType<DecisionTexts, string, string>;
		/** Goes up with each change. */
		revision: Generated<number>;
		/** When everybody could read it first; null while it is only written. */
		published_at: Generated<Date | null>;
		/** Since when nobody is told it any more. */
		taken_back_at: Generated<Date | null>;
		/** The pilot on which it rests. */
		pilot: Generated<string | null>;
		/** Who changed it last. */
		staff: string | null;
	};
	decision_challenges: { decision: string; challenge: string };
	/** The ideas on which it rests, by the id under which everybody reads them. */
	decision_ideas: { decision: string; idea: string };
	decision_rounds: { decision: string; round: string };
	decision_prioritisings: { decision: string; prioritising: string };
};
