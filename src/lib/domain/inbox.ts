/** What the inbox shows: needs in a list, and how many there are behind each choice of its filter. */
import type { FacetPart } from './inbox-facets.ts';
import type { InboxFilter } from './inbox-filter.ts';
import type { MediaMarks } from './media.ts';
import type { CityState } from './need-state.ts';
import type { Topic } from './need.ts';

/** Numbers that nobody keeps are counted up to here; beyond it stands "more than". */
export const countedTo = 1_000;

export type CountedPart = FacetPart | 'state' | 'age' | 'due' | 'theme';

/**
 * How many needs there are behind each choice of the filter: those that fit the choice and the filter's other parts.
 * Choices without needs are left out; under '' stand those without a choice of this part.
 */
export type InboxCounts = Record<Exclude<CountedPart, 'state'>, Map<string, number>> & {
	state: Map<InboxFilter['state'], number>;
	/** Needs that fit the whole filter. */
	total: number;
	/** Where there are more than are counted, and how many nobody knows: each number there is the least that it can be. */
	cut: Set<CountedPart | 'total'>;
	/** Needs of the whole city. */
	city: number;
};

/** How the choices of the filter are called, by their values in it; a session has its lab's name, and the day on which it was begun. */
export interface InboxNames {
	places: Map<string, string>;
	labels: Map<string, string>;
	departments: Map<string, string>;
	staff: Map<string, string>;
	labs: Map<string, string>;
	sessions: Map<string, { lab: string; day: Date }>;
	lessons: Map<string, string>;
	steps: Map<string, string>;
	themes: Map<string, string>;
}

/** The names by which work is shared out. */
export type WorkNames = Pick<InboxNames, 'labels' | 'departments' | 'staff'>;

/** A need in the list. */
export interface NeedStub {
	id: string;
	number: string;
	receivedAt: Date;
	/** When its answer is due; `promisedOn` where a day was promised. */
	dueAt: Date;
	promisedOn: string | null;
	changedAt: Date;
	state: CityState;
	label: string | null;
	topic: Topic;
	place: string | null;
	lang: string;
	/** Who answers for it, and which department has it. */
	assignee: string | null;
	department: string | null;
	/** The first 200 characters; empty when the need was withdrawn, and blank too where only a voice tells it. */
	words: string;
	/** null where it has only words. */
	media: MediaMarks | null;
}
