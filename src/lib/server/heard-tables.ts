/** The tables of who is heard. */
import type { HeardPart } from '../domain/heard.ts';
import type { NumberedPart } from './city-numbers.ts';

export type HeardTables = {
	/** `week` is a Monday (ISO 8601); of part `all` and `answered` the key is empty. */
	heard_counts: {
		part: HeardPart | 'all' | 'answered';
		week: string;
		key: string;
		needs: number;
	};
	/** One row: what changed before this moment is counted. */
	heard_counted: { until: Date };
	/** How many people live in a neighbourhood, speak a language, or are of an age or gender, as the city says. */
	city_numbers: { part: NumberedPart; key: string; people: number };
};
