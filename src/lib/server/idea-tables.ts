/** The table of ideas. */
import type { ColumnType, Generated } from 'kysely';
import type { IdeaState, IdeaTexts } from '../domain/idea.ts';

export type IdeaTables = {
	ideas: {
		/** That of its submission; its own where staff wrote it. */
		id: string;
		/** The id under which everybody reads it. */
		public_id: string;
		challenge: string;
		received_at: Date;
		changed_at: Date;
		lang: string;
		/** As its person wrote it; empty once she took it back. */
		words: string;
		people: number;
		/** May everybody read it, as its person said? */
		publish: boolean;
		by: 'citizen' | 'staff';
		lab: string | null;
		session: string | null;
		state: Generated<IdeaState | 'withdrawn'>;
		/** Why it is not published. */
		reason: Generated<string | null>;
		/** May its person read the reason? Not those that were written for colleagues alone. */
		reason_told: Generated<boolean>;
		/** The words that staff publish. */
		texts: ColumnType<IdeaTexts, string | undefined, string>;
		/** The idea that leads, where staff joined this one with it. */
		same_as: Generated<string | null>;
		/** Goes up with each change. */
		revision: Generated<number>;
		/** Its place among the changes of which devices hear. */
		change_seq: Generated<string>;
		/** Who changed it last. */
		staff: string | null;
	};
};
