/** The tables of themes. */
import type { ColumnType, Generated } from 'kysely';
import type { ThemeRule } from '../domain/theme.ts';

type Json<T> = ColumnType<T, string, string>;

export type ThemeTables = {
	themes: {
		id: string;
		name: string;
		rule: ColumnType<ThemeRule | null, string | null, string | null>;
		made_at: Date;
		revision: Generated<number>;
		closed_at: Generated<Date | null>;
		/** Its rule still goes through the city's needs, up to this one so far. */
		applies: Generated<boolean>;
		applied_to: Generated<string | null>;
	};
	/** `removed`: a hand took it out, and no rule puts it back. */
	theme_needs: {
		theme: string;
		need: string;
		received_at: Date;
		by: 'rule' | 'hand';
		removed: Generated<boolean>;
	};
	/** How many needs that are not hidden a theme has: all (value ''), of a week (its Monday), of a neighbourhood (or `_`), of a language. */
	theme_counts: {
		theme: string;
		part: 'all' | 'week' | 'place' | 'lang';
		value: string;
		count: number;
	};
	/** What a computer thinks belongs together, until staff take it up or refuse it; one refused is never made again. */
	theme_suggestions: {
		id: string;
		made_at: Date;
		lang: string;
		/** The terms that tell it from the rest, and the words that staff read for them. */
		terms: Json<string[]>;
		shown: Json<string[]>;
		size: number;
		/** The needs in it, the most typical first. */
		members: Json<string[]>;
		refused_at: Generated<Date | null>;
	};
};
