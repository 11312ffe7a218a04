/** Sessions as a citizen reads them: in her language, with days and hours of the city's time zone. */
import type { CalendarEvent } from './calendar-file.ts';
import type { Lab } from './lab.ts';

export interface ShownSession {
	id: string;
	/** The id of its lab. */
	lab: string;
	startsAt: string;
	endsAt: string;
	/** From when to when, as it is said. */
	hours: string;
	/** Titles of its modules, each in the reader's language or the first one that has it. */
	modules: { title: string; lang: string }[];
	/** Languages by their own names. */
	languages: { name: string; lang: string }[];
	cancelled: boolean;
	revision: number;
	changedAt: string;
}

export interface ShownDay {
	/** As it is said. */
	day: string;
	sessions: ShownSession[];
}

export type ShownLab = Pick<Lab, 'id' | 'name' | 'address'>;

/** What is still to come at this hour, of one lab or of all; days without anything are left out. */
export function stillToCome(days: readonly ShownDay[], now: number, lab?: string): ShownDay[] {
	return days.flatMap(({ day, sessions }) => {
		const coming = sessions.filter(
			(session) => Date.parse(session.endsAt) > now && (!lab || session.lab === lab)
		);
		return coming.length > 0 ? [{ day, sessions: coming }] : [];
	});
}

/**
 * A session as calendars take it in.
 * @param anything what it is about where it names no module
 * @param page the address of the page of sessions
 */
export function eventOf(
	session: ShownSession,
	lab: ShownLab | undefined,
	anything: string,
	page: string
): CalendarEvent {
	const about = session.modules.map(({ title }) => title);
	const spoken = session.languages.map(({ name }) => name).join(', ');
	return {
		id: session.id,
		revision: session.revision,
		changedAt: new Date(session.changedAt),
		startsAt: new Date(session.startsAt),
		endsAt: new Date(session.endsAt),
		cancelled: session.cancelled,
		title: `Plaza: ${lab?.name ?? ''}`,
		place: [lab?.name, lab?.address].filter(Boolean).join(', '),
		words: [...(about.length > 0 ? about : [anything]), spoken].join('\n'),
		url: `${page}#${session.lab}`
	};
}
