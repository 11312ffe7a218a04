/** Where people stop in the lessons: what the city counts per lesson step, and what of it may be shown. */
import { isLanguage, type Language } from './language.ts';
import type { NeedBody } from './need.ts';
import { fewest, shownCount } from './small-numbers.ts';

/** How a lesson (`module/lesson`) and a step are written. */
export const lessonPattern = /^[a-z0-9-]{1,80}\/[a-z0-9-]{1,80}$/;
export const stepPattern = /^[a-z0-9-]{1,80}$/;

/** The step from which a need says that it was told; nothing where what it says is no lesson's name: that may be words. */
export function stepToldFrom({ from }: Pick<NeedBody, 'from'>): NeedBody['from'] {
	return from && lessonPattern.test(from.lesson) && stepPattern.test(from.step) ? from : undefined;
}

/** What happened at a step, truly counted; what is not there is none. It never leaves the server. */
export interface StepTally {
	/** `module/lesson`. */
	lesson: string;
	step: string;
	/** Tries by how they ended. A try is not a person: outside a session nobody is known again. */
	alone?: number;
	helped?: number;
	left?: number;
	/** The median of those that reached the end. */
	seconds?: number | null;
	/** Needs told from here. */
	needs?: number;
}

/** The same as it may be shown; null is under five, for `seconds` of under five tries. */
export interface StepFigures {
	lesson: string;
	step: string;
	tries: number | null;
	/** With help or left. */
	stopped: number | null;
	helped: number | null;
	left: number | null;
	alone: number | null;
	seconds: number | null;
	needs: number | null;
}

/** What may be shown of a step; every count by itself, see `shownCount`. Seconds are rounded to five. */
export function figuresOf({
	lesson,
	step,
	alone = 0,
	helped = 0,
	left = 0,
	seconds = null,
	needs = 0
}: StepTally): StepFigures {
	const isTimed = seconds !== null && alone + helped >= fewest;
	return {
		lesson,
		step,
		tries: shownCount(alone + helped + left),
		stopped: shownCount(helped + left),
		helped: shownCount(helped),
		left: shownCount(left),
		alone: shownCount(alone),
		seconds: isTimed ? Math.round(seconds / fewest) * fewest : null,
		needs: shownCount(needs)
	};
}

/** Where most people stop comes first. Only what is shown decides: an order by hidden numbers would tell them. */
export function byStops(a: StepFigures, b: StepFigures): number {
	return (
		(b.stopped ?? 0) - (a.stopped ?? 0) ||
		(b.needs ?? 0) - (a.needs ?? 0) ||
		(b.tries ?? 0) - (a.tries ?? 0) ||
		(`${a.lesson} ${a.step}` < `${b.lesson} ${b.step}` ? -1 : 1)
	);
}

/** Steps by module, in the order in which a module's first step comes. */
export function byModule<Step extends Pick<StepFigures, 'lesson'>>(
	steps: Step[]
): Map<string, Step[]> {
	const modules = new Map<string, Step[]>();
	for (const step of steps) {
		const module = step.lesson.split('/')[0] ?? '';
		modules.set(module, [...(modules.get(module) ?? []), step]);
	}
	return modules;
}

/** How a step is called for a reader: in her language, or in the one that the lesson has; by its ids where nobody knows it. */
export interface StepName {
	lang: Language | null;
	module: string;
	lesson: string;
	step: string;
	/** The lesson's page at this step. */
	href: string | null;
	/** May a need be told from here, as far as anybody knows? */
	asks: boolean;
}

/** The last so many days that a list may be about. */
export const periods = [30, 90, 365] as const;

export interface LearningFilter {
	/** A module's id. */
	module: string | null;
	lang: Language | null;
	days: (typeof periods)[number] | null;
}

/** The filter in an address; what cannot be understood is as if it were not there. */
export function readLearningFilter(params: URLSearchParams): LearningFilter {
	const module = params.get('module') ?? '';
	const lang = params.get('lang');
	return {
		module: /^[a-z0-9-]{1,80}$/.test(module) ? module : null,
		lang: isLanguage(lang) ? lang : null,
		days: periods.find((days) => String(days) === params.get('days')) ?? null
	};
}

/** The filter as an address's query with its question mark; empty for the usual list. */
export function writeLearningFilter(filter: LearningFilter): string {
	const parts = Object.entries(filter).filter(([, value]) => value !== null);
	const query = new URLSearchParams(parts.map(([name, value]) => [name, String(value)])).toString();
	return query && `?${query}`;
}
