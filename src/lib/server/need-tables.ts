/** The tables of what staff do with a need: its steps, what they said and noted, and who handed it on. */
import type { Generated } from 'kysely';
import type { CityState } from '../domain/need-state.ts';

export type NeedTables = {
	need_messages: {
		id: string;
		need: string;
		said_at: Date;
		lang: string;
		words: string;
		staff: string | null;
	};
	need_events: {
		id: string;
		need: string;
		at: Date;
		staff: string | null;
		from_state: CityState;
		to_state: CityState;
		from_label: Generated<string | null>;
		to_label: Generated<string | null>;
		/** The step that this one takes back. */
		undoes: Generated<string | null>;
	};
	need_notes: {
		id: string;
		need: string;
		at: Date;
		staff: string | null;
		words: string;
	};
	/** null is the desk at which needs arrive. */
	need_passes: {
		id: string;
		need: string;
		at: Date;
		staff: string | null;
		from_department: string | null;
		to_department: string | null;
		why: string;
	};
};
