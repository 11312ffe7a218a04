/** The calendar of sessions as citizens read it, at the city and at a hub. */
import { languageNames, localeOf, type Language } from '../domain/language.ts';
import type { ShownDay, ShownLab, ShownSession } from '../domain/shown-session.ts';
import type { Swaps } from '../domain/swap-fields.ts';
import type { Database } from './database.ts';
import { listModules } from './lessons.ts';
import type { SessionRow } from './sessions.ts';

const day = 24 * 60 * 60 * 1000;

/** So far ahead a page shows sessions, in milliseconds, and so many at most: a phone keeps it. */
const ahead = 6 * 7 * day;
const mostShown = 100;
/** The most sessions in one file. */
const mostInFile = 1000;

/** Sessions that are not over, the next one first, with their labs and those where nothing is planned. */
export interface Calendar {
	sessions: SessionRow[];
	labs: ShownLab[];
}

/** What a page shows at this hour. */
export async function readCalendar(db: Database, now: Date): Promise<Calendar> {
	const sessions = await coming(db, now)
		.where('starts_at', '<', new Date(now.getTime() + ahead))
		.limit(mostShown)
		.execute();
	return { sessions, labs: await labsOf(db, sessions) };
}

/** What a file for calendars has: all that is to come, of one lab or of all. */
export async function readCalendarFile(db: Database, now: Date, lab?: string): Promise<Calendar> {
	let query = coming(db, now).limit(mostInFile);
	if (lab !== undefined) query = query.where('lab', '=', lab);
	const sessions = await query.execute();
	return { sessions, labs: await labsOf(db, sessions) };
}

/** The sessions by day, in a language; days and hours are those of the server's time zone. */
export function showCalendar(calendar: Calendar, lang: Language, swaps: Swaps): ShownDay[] {
	const locale = localeOf(lang);
	const dayFormat = new Intl.DateTimeFormat(locale, {
		weekday: 'long',
		day: 'numeric',
		month: 'long'
	});
	const days = new Map<string, ShownSession[]>();
	for (const row of calendar.sessions) {
		const said = dayFormat.format(row.starts_at);
		days.set(said, [...(days.get(said) ?? []), showSession(row, lang, swaps)]);
	}
	return [...days].map(([day, sessions]) => ({ day, sessions }));
}

/** A session in a language. */
export function showSession(row: SessionRow, lang: Language, swaps: Swaps): ShownSession {
	const hours = new Intl.DateTimeFormat(localeOf(lang), { hour: 'numeric', minute: '2-digit' });
	return {
		id: row.id,
		lab: row.lab,
		startsAt: row.starts_at.toISOString(),
		endsAt: row.ends_at.toISOString(),
		hours: hours.formatRange(row.starts_at, row.ends_at),
		modules: row.modules.flatMap((slug) => titleOf(slug, [lang, ...row.languages, 'en'], swaps)),
		languages: row.languages.map((each) => ({ name: languageNames[each], lang: each })),
		cancelled: row.cancelled,
		revision: row.revision,
		changedAt: row.changed_at.toISOString()
	};
}

function coming(db: Database, now: Date) {
	return db
		.selectFrom('sessions')
		.selectAll()
		.where('ends_at', '>', now)
		.orderBy('starts_at')
		.orderBy('id');
}

async function labsOf(db: Database, sessions: SessionRow[]): Promise<ShownLab[]> {
	const named = sessions.map(({ lab }) => lab);
	const rows = await db
		.selectFrom('labs')
		.select(['id', 'name', 'address'])
		.where((lab) =>
			lab.or([lab('closed_at', 'is', null), ...(named.length > 0 ? [lab('id', 'in', named)] : [])])
		)
		.execute();
	const byName = new Intl.Collator();
	return rows.sort((a, b) => byName.compare(a.name, b.name));
}

/** Its title in the first of these languages that has it; nothing for a module that there is not. */
function titleOf(slug: string, order: readonly Language[], swaps: Swaps) {
	for (const lang of order) {
		const found = listModules(lang, swaps).find((module) => module.slug === slug);
		if (found) return [{ title: found.title, lang: lang as string }];
	}
	return [];
}
