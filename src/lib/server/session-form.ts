/** The form of a session. Its day and hours are those of the server's time zone, as on all staff pages. */
import { isLanguage, languages } from '../domain/language.ts';
import { longestSession, mostModules } from '../domain/session.ts';
import { textOf, type FormProblems } from './form-problems.ts';
import type { Hours, SessionPlan } from './sessions.ts';

/** So many weeks in a row a session can be planned in one go. */
export const mostWeeks = 12;

const hour = 60 * 60 * 1000;

/** What was typed, to be shown again. */
export interface TypedSession {
	lab: string;
	day: string;
	from: string;
	to: string;
	modules: string[];
	languages: string[];
	weeks: string;
}

/** What may be chosen. */
export interface SessionChoices {
	/** The ids of labs that are open. */
	labs: ReadonlySet<string>;
	modules: ReadonlySet<string>;
}

export type ReadSession = { typed: TypedSession } & (
	| {
			plan: SessionPlan;
			/** The hours of each week, one at least. */
			hours: [Hours, ...Hours[]];
	  }
	| { problems: FormProblems }
);

/** Reads the form, where every field has its own problem. */
export function readSessionForm(form: FormData, choices: SessionChoices, now: Date): ReadSession {
	const all = (name: string) => form.getAll(name).filter((value) => typeof value === 'string');
	const typed: TypedSession = {
		lab: textOf(form, 'lab'),
		day: textOf(form, 'day').trim(),
		from: textOf(form, 'from').trim(),
		to: textOf(form, 'to').trim(),
		modules: all('modules').filter((slug) => choices.modules.has(slug)),
		languages: all('languages').filter(isLanguage),
		weeks: textOf(form, 'weeks').trim() || '1'
	};
	const weeks = /^\d{1,2}$/.test(typed.weeks) ? Number(typed.weeks) : 0;
	const problems: FormProblems = {
		...(!choices.labs.has(typed.lab) && { lab: { code: 'session-lab' } }),
		...hoursProblems(typed, now),
		...(typed.modules.length > mostModules && { modules: { code: 'session-modules' } }),
		...(typed.languages.length === 0 && { languages: { code: 'languages' } }),
		...((weeks < 1 || weeks > mostWeeks) && { weeks: { code: 'session-weeks' } })
	};
	const first = hoursOf(typed);
	if (Object.keys(problems).length > 0 || !first) return { typed, problems };
	const later = Array.from({ length: weeks - 1 }, (_, week) => weekLater(first, week + 1));
	const chosen = languages.filter((lang) => typed.languages.includes(lang));
	const modules = [...choices.modules].filter((slug) => typed.modules.includes(slug));
	return { typed, plan: { lab: typed.lab, modules, languages: chosen }, hours: [first, ...later] };
}

/** The form as a session fills it in. */
export function typedOf(session: SessionPlan & Hours): TypedSession {
	const { lab, modules, languages, startsAt, endsAt } = session;
	const day = [startsAt.getFullYear(), startsAt.getMonth() + 1, startsAt.getDate()];
	const time = (at: Date) => [at.getHours(), at.getMinutes()].map(twoDigits).join(':');
	return {
		...{ lab, modules, languages, weeks: '1' },
		...{ day: day.map(twoDigits).join('-'), from: time(startsAt), to: time(endsAt) }
	};
}

function hoursProblems(typed: TypedSession, now: Date): FormProblems {
	const { day, from, to } = typed;
	if (!instantOf(day, '12:00')) return { day: { code: 'session-day' } };
	const startsAt = instantOf(day, from);
	const endsAt = instantOf(day, to);
	if (!startsAt || !endsAt) {
		return {
			...(!startsAt && { from: { code: 'session-time' } }),
			...(!endsAt && { to: { code: 'session-time' } })
		};
	}
	if (endsAt <= startsAt) return { to: { code: 'session-order' } };
	if (endsAt.getTime() - startsAt.getTime() > longestSession * hour) {
		return { to: { code: 'session-long' } };
	}
	return endsAt <= now ? { day: { code: 'session-past' } } : {};
}

function hoursOf({ day, from, to }: TypedSession): Hours | undefined {
	const startsAt = instantOf(day, from);
	const endsAt = instantOf(day, to);
	return startsAt && endsAt && { startsAt, endsAt };
}

/** A day and an hour of the server's zone; undefined where its calendar or its clock has no such one. */
function instantOf(day: string, time: string): Date | undefined {
	const [, ...parts] =
		/^(\d{4})-(\d{2})-(\d{2}) (\d{1,2}):(\d{2})(?::00)?$/.exec(`${day} ${time}`) ?? [];
	if (parts.length === 0) return undefined;
	const [year = 0, month = 0, date = 0, hours = 0, minutes = 0] = parts.map(Number);
	const at = new Date(year, month - 1, date, hours, minutes);
	const isSame =
		at.getMonth() === month - 1 &&
		at.getDate() === date &&
		at.getHours() === hours &&
		at.getMinutes() === minutes;
	return isSame ? at : undefined;
}

/** The same weekday and hour some weeks later, also over a change of the clock. */
function weekLater({ startsAt, endsAt }: Hours, weeks: number): Hours {
	const later = (at: Date) => {
		const moved = new Date(at);
		moved.setDate(at.getDate() + 7 * weeks);
		return moved;
	};
	return { startsAt: later(startsAt), endsAt: later(endsAt) };
}

function twoDigits(number: number): string {
	return String(number).padStart(2, '0');
}
