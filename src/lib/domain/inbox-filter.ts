/** The inbox's filter: all of it is in the page's address, so that a list can be kept, shared and gone back to. */
import { lessonPattern, stepPattern } from './learning.ts';
import type { MediaMarks } from './media.ts';
import { cityStates, type CityState } from './need-state.ts';
import { toldHows, topics, type ToldHow, type Topic } from './need.ts';

export interface InboxFilter {
	topic: Topic | null;
	/** A neighbourhood's id; `noPlace` for needs that are not about a place. */
	place: string | null;
	lang: string | null;
	state: CityState | 'open' | 'all';
	/** The lesson after which it was told, `module/lesson`, and the step in it. */
	lesson: string | null;
	step: string | null;
	/** How it was told for others; null: in any way. */
	told: ToldHow | null;
	q: string;
}

/** What no neighbourhood is called. */
export const noPlace = '_';

/**
 * How many needs there are behind each choice of the filter: those that fit the choice and the filter's other parts.
 * Choices without needs are left out; under '' stands the sum of a part's choices.
 */
export interface InboxCounts {
	/** Needs that fit the whole filter. */
	total: number;
	topic: Map<Topic | '', number>;
	place: Map<string, number>;
	lang: Map<string, number>;
	/** Without a choice of step; and under '' also the needs that were told from no lesson. */
	lesson: Map<string, number>;
	/** Of the chosen lesson. */
	step: Map<string, number>;
	/** Told for others; under '' all needs, however they were told. */
	told: Map<string, number>;
	state: Map<InboxFilter['state'], number>;
	/** Needs of the whole city. */
	city: number;
}

/** A need in the list. */
export interface NeedStub {
	id: string;
	number: string;
	receivedAt: Date;
	state: CityState;
	topic: Topic;
	place: string | null;
	lang: string;
	/** The first 200 characters; empty when the need was withdrawn, and blank too where only a voice tells it. */
	words: string;
	/** null where it has only words. */
	media: MediaMarks | null;
}

/** The filter in an address; what cannot be understood is as if it were not there. */
export function readFilter(params: URLSearchParams): InboxFilter {
	const state = params.get('state') ?? 'open';
	const lesson = matching(params.get('lesson'), lessonPattern);
	// a form that chose another lesson still has the step of the one before
	const isOfLesson = lesson !== null && (params.get('of') ?? lesson) === lesson;
	return {
		topic: topics.find((topic) => topic === params.get('topic')) ?? null,
		place: matching(params.get('place'), /^([a-z0-9-]{1,64}|_)$/),
		lang: matching(params.get('lang'), /^[A-Za-z0-9-]{2,35}$/),
		state:
			state === 'all' ? 'all' : (cityStates.find((candidate) => candidate === state) ?? 'open'),
		lesson,
		step: isOfLesson ? matching(params.get('step'), stepPattern) : null,
		told: toldHows.find((how) => how === params.get('told')) ?? null,
		q: (params.get('q') ?? '').trim().slice(0, 200)
	};
}

/** The filter as an address's query with its question mark; without what is usual, so empty for the usual list. */
export function writeFilter(
	filter: InboxFilter,
	more: Partial<InboxFilter> & { after?: string; before?: string } = {}
): string {
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries({ ...filter, ...more })) {
		if (value && !(name === 'state' && value === 'open')) params.set(name, value);
	}
	const query = params.toString();
	return query && `?${query}`;
}

/** The list that somebody comes from, as query of a need's address; empty for the usual list. */
export function listParameter(filter: InboxFilter): string {
	const query = writeFilter(filter).slice(1);
	return query && `?list=${encodeURIComponent(query)}`;
}

function matching(value: string | null, pattern: RegExp): string | null {
	return value && pattern.test(value) ? value : null;
}
