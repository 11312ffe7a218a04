/** The tables of joining: which need was joined to which, and what its person has heard of threads that it left. */
import type { Generated } from 'kysely';
import type { CityState } from '../domain/need-state.ts';

/** Why a need is not joined any more: by a hand of the staff, because its root was joined too or taken back, or it was. */
export type JoinEnd = 'split' | 'undone' | 'moved' | 'leads' | 'withdrawn';

export type JoinTables = {
	/** At most one that has not ended for each need; its root is never joined itself. */
	joins: {
		id: string;
		need: string;
		root: string;
		/** The join that brought it along, as its root was joined; its own id where it was joined itself. */
		brought_by: string;
		/** Where the need stood before. */
		from_state: CityState;
		at: Date;
		staff: string | null;
		ended_at: Generated<Date | null>;
		ended_by: Generated<string | null>;
		how_ended: Generated<JoinEnd | null>;
	};
	/** Answers that a need keeps beside its own. */
	need_heard: { need: string; message: string };
};
