/** The tables of the inbox: counters, words, saved views, and what was done to many needs at once. */
import type { ColumnType, Generated } from 'kysely';
import type { BulkAct } from '../domain/bulk.ts';

type Json<T> = ColumnType<T, string, string>;

export type InboxTables = {
	needs: {
		/** The lab in which it was told, as the device said it. */
		lab: Generated<string | null>;
		/** What it can be found by: `domain/inbox-facets.ts`. The database writes them. */
		facets: Generated<string[]>;
	};
	/** Changes to how many needs have a facet in a state: the sum counts. The database writes them. */
	need_counts: { facet: string; state: string; many: number };
	/** Each word of at least three letters that occurs in a need, as `lookWords` has it. */
	need_words: { word: string };
	saved_views: {
		id: string;
		staff: string;
		name: string;
		/** The filter's address. */
		query: string;
		shared: boolean;
		made_at: Date;
	};
	bulk_actions: {
		id: string;
		at: Date;
		staff: string | null;
		act: BulkAct;
		value: string | null;
		undone_at: Generated<Date | null>;
	};
	/** What each need was before, and when it had changed last afterwards: one that changed since is not undone. */
	bulk_needs: {
		bulk: string;
		need: string;
		before: Json<Record<string, string | null>>;
		changed_at: Date;
	};
};
