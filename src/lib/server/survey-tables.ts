/** The tables of what the city asks. */
import type { ColumnType, Generated } from 'kysely';
import type { Survey, Target } from '../domain/survey.ts';
import type { Answers } from '../domain/survey-answer.ts';

type Json<T> = ColumnType<T, string, string>;

export type SurveyTables = {
	surveys: {
		id: string;
		made_at: Date;
		changed_at: Date;
		/** Who changed it last. */
		staff: string | null;
		/** Goes up with each change of what staff are writing. */
		edits: Generated<number>;
		survey: Json<Survey>;
		target: Json<Target>;
		/** Of what is published; 0 while nothing is. */
		revision: Generated<number>;
		/** What stood under `edits` when it was published last. */
		published_edits: number | null;
		published_at: Date | null;
		ended_at: Date | null;
		/** The pilot on which it asks for feedback, and its number among those of that pilot. */
		pilot: Generated<string | null>;
		round: Generated<number | null>;
	};
	survey_revisions: { survey: string; revision: number; content: Json<Survey>; published_at: Date };
	survey_answers: {
		survey: string;
		/** Hash of what she corrects her answers with. */
		by_hash: string;
		revision: number;
		answers: Json<Answers>;
		/** The questions that its recordings answer, in their order. */
		spoken: ColumnType<string[], string | undefined, string>;
		/** The phone's own clock: it orders what the same person said. bigint comes as text. */
		made_ms: string;
		submission: string;
		received_at: Date;
	};
};
