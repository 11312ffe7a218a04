/** The tables of challenges, and of who supports them. */
import type { ColumnType, Generated } from 'kysely';
import type { ChallengeTexts } from '../domain/challenge.ts';
import type { Topic } from '../domain/need.ts';

export type ChallengeTables = {
	challenges: {
		id: string;
		made_at: Date;
		changed_at: Date;
		/** A neighbourhood; null for the whole city. */
		place: string | null;
		topic: Topic;
		texts: ColumnType<ChallengeTexts, string, string>;
		/** The last day on which it is open, as YYYY-MM-DD. */
		until: string | null;
		/** Goes up with each change. */
		revision: Generated<number>;
		/** When everybody could read it first; null while it is only written. */
		opened_at: Generated<Date | null>;
		/** Since when it is taken from everybody's pages. */
		closed_at: Generated<Date | null>;
		/** Who changed it last. */
		staff: string | null;
		/** Its place among all changes: whoever watches a need behind it hears what became of it. bigint comes as text. */
		change_seq: Generated<string>;
	};
	/** Themes whose needs are gathered behind a challenge. */
	challenge_themes: { challenge: string; theme: string };
	/** What one device said last of one thing, by its token; `counted` once it is part of the number that is published. */
	supports: {
		thing: string;
		token: string;
		supports: boolean;
		/** When it was said, by the device's clock; bigint comes as text. */
		made_ms: string;
		counted: Generated<boolean>;
	};
	/** The needs behind a challenge; `removed`: a hand took it out, and no theme brings it back. */
	challenge_needs: { challenge: string; need: string; added_at: Date; removed: Generated<boolean> };
};
