/** The inbox's filter: all of it is in the page's address, so that a list can be kept, shared and gone back to. */
import { lessonPattern, stepPattern } from './learning.ts';
import { cityStates, type CityState } from './need-state.ts';
import { toldHows, topics, type ToldHow, type Topic } from './need.ts';
import { mayDo, type Role } from './rights.ts';

/** On which way a need came: from a phone, told in a lab, written on paper, or by a page without script. */
export const channels = ['phone', 'lab', 'paper', 'form'] as const;

/** What a need has beside its words, or in their place. */
export const hasKinds = ['voice', 'photo', 'only-voice'] as const;

/** Received within so many days; `older`: longer ago than all of them. */
export const ages = ['7', '30', '90', '365', 'older'] as const;

export interface InboxFilter {
	state: CityState | 'open' | 'all';
	/** Only what should have had its answer. */
	due: 'overdue' | null;
	topic: Topic | null;
	/** A neighbourhood's id; `noPlace` for needs that are not about a place. */
	place: string | null;
	lang: string | null;
	channel: (typeof channels)[number] | null;
	has: (typeof hasKinds)[number] | null;
	age: (typeof ages)[number] | null;
	/** One of the city's own labels. */
	label: string | null;
	/** `nobody` where no department has it. */
	department: string | null;
	/** Who answers for it: an id of the staff, `me`, or `nobody`. */
	assignee: string | null;
	lab: string | null;
	session: string | null;
	/** The lesson after which it was told, `module/lesson`, and the step in it. */
	lesson: string | null;
	step: string | null;
	/** How it was told for others; null: in any way. */
	told: ToldHow | null;
	/** A theme's id. */
	theme: string | null;
	q: string;
}

/** What no neighbourhood is called. */
export const noPlace = '_';
/** What no member of the staff and no department is called. */
export const nobody = '_';
export const me = 'me';

/** Without any part: what waits for the city. */
export const usualFilter: InboxFilter = {
	...{ state: 'open', due: null, topic: null, place: null, lang: null, channel: null, has: null },
	...{ age: null, label: null, department: null, assignee: null, lab: null, session: null },
	...{ lesson: null, step: null, told: null, theme: null, q: '' }
};

const name = /^[\w-]{1,80}$/;
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The filter in an address; what cannot be understood is as if it were not there. */
export function readFilter(params: URLSearchParams): InboxFilter {
	const state = params.get('state');
	const one = <T extends string>(part: string, of: readonly T[]) =>
		of.find((each) => each === params.get(part)) ?? null;
	const like = (part: string, pattern: RegExp) => matching(params.get(part), pattern);
	const lesson = like('lesson', lessonPattern);
	// a form that chose another lesson still has the step of the one before
	const isOfLesson = lesson !== null && (params.get('of') ?? lesson) === lesson;
	return {
		state: state === 'all' ? 'all' : (one('state', cityStates) ?? 'open'),
		due: one('due', ['overdue']),
		topic: one('topic', topics),
		place: like('place', /^([a-z0-9-]{1,64}|_)$/),
		lang: like('lang', /^[A-Za-z0-9-]{2,35}$/),
		channel: one('channel', channels),
		has: one('has', hasKinds),
		age: one('age', ages),
		label: like('label', name),
		department: like('department', name),
		assignee: like('assignee', name),
		lab: like('lab', name),
		session: like('session', name),
		lesson,
		step: isOfLesson ? like('step', stepPattern) : null,
		told: one('told', toldHows),
		theme: like('theme', id),
		q: (params.get('q') ?? '').trim().slice(0, 200)
	};
}

/**
 * The filter in an address, for a member with this role: in which session something was told stands on no need's page of
 * hers without `needs.private`, and is found by no list.
 */
export function readFilterFor(role: Role, params: URLSearchParams): InboxFilter {
	const filter = readFilter(params);
	return mayDo(role, 'needs.private') ? filter : { ...filter, session: null };
}

/** The filter as an address's query with its question mark; without what is usual, so empty for the usual list. */
export function writeFilter(
	filter: Partial<InboxFilter>,
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

/** The list that an address names, as `listParameter` writes it but for its question mark; empty for the usual list. */
export function listIn(params: URLSearchParams): string {
	return listParameter(readFilter(new URLSearchParams(params.get('list') ?? ''))).slice(1);
}

function matching(value: string | null, pattern: RegExp): string | null {
	return value && pattern.test(value) ? value : null;
}
