/** The tables of the staff's work: labels, departments, and the log of what they did. */
import type { ColumnType, Generated } from 'kysely';
import type { Language } from '../domain/language.ts';
import type { channels } from '../domain/inbox-filter.ts';
import type { CityState } from '../domain/need-state.ts';
import type { JoinTables } from './join-tables.ts';
import type { ThemeTables } from './theme-tables.ts';

/** On which way a need came: from a phone, told in a lab, written on paper, or by a page without script. */
export type Channel = (typeof channels)[number];

type Json<T> = ColumnType<T, string, string>;

export type StaffTables = {
	labels: {
		id: string;
		/** The state that a need gets with it. */
		state: CityState;
		words: Json<Partial<Record<Language, string>>>;
		position: number;
		retired: Generated<boolean>;
	};
	departments: { id: string; name: string; retired: Generated<boolean> };
	/** Rows are only ever added: the database refuses all else. */
	activity: {
		seq: string;
		/** An ISO instant, as it was hashed. */
		at: string;
		staff: string | null;
		action: string;
		subject: string;
		detail: Json<unknown>;
		previous: string;
		hash: string;
	};
} & JoinTables &
	ThemeTables;
