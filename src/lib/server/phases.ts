/** Which phase of which challenge runs when: read from what staff opened, ended and told. */
import { sql, type RawBuilder } from 'kysely';
import type { CalendarEvent } from '../domain/calendar-file.ts';
import type { Language } from '../domain/language.ts';
import { phaseKinds, type Phase, type PhaseKind } from '../domain/phase.ts';
import type { Texts } from '../domain/survey.ts';
import type { Database } from './database.ts';
import { today } from './today.ts';

/** So many of each kind, the newest. */
const most = 500;

/** When a survey is asked: until staff end it, or the session is over of which it is. Its number goes up with the time. */
const whenAsked = sql`
	(select min(published_at) from survey_revisions where survey = surveys.id) as began, null as until,
	least(surveys.ended_at, (target ->> 'endsAt')::timestamptz) as ended,
	greatest(surveys.changed_at, surveys.published_at, surveys.ended_at) as changed_at,
	extract(epoch from greatest(surveys.changed_at, surveys.published_at, surveys.ended_at))::int as revision`;

/** Where each kind stands: when it began, its last day where one is set, and when it ended before that. */
const sources: Record<Exclude<PhaseKind, 'survey'>, RawBuilder<unknown>> = {
	ideas: sql`
		select id, id as challenge, opened_at as began, until, closed_at as ended, changed_at, revision
		from challenges where opened_at is not null`,
	round: sql`
		select id, challenge, opened_at as began, until, closed_at as ended, changed_at, revision
		from rounds where opened_at is not null`,
	prioritising: sql`
		select id, challenge, opened_at as began, until, closed_at as ended, changed_at, revision
		from prioritisings where opened_at is not null`,
	pilot: sql`
		select id, challenge, (from_day || 'T12:00:00Z')::timestamptz as began, until_day as until, ended_at as ended,
			changed_at, revision
		from pilots where published_at is not null and taken_back_at is null`,
	feedback: sql`
		select surveys.id, pilots.challenge, ${whenAsked}
		from surveys join pilots on pilots.id = surveys.pilot where surveys.published_at is not null`,
	decision: sql`
		select id, of.challenge, published_at as began, null as until, published_at as ended, changed_at, revision
		from decisions join decision_challenges as of on of.decision = id
		where published_at is not null and taken_back_at is null`
};

interface Row extends Pick<Phase, 'id' | 'challenge' | 'texts' | 'revision'> {
	began: Date;
	until: string | null;
	ended: Date | null;
	changed_at: Date;
}

/** The phases of all challenges, or of one. */
export async function readPhases(db: Database, challenge?: string): Promise<Phase[]> {
	const of = challenge === undefined ? sql`` : sql`where challenges.id::text = ${challenge}`;
	const all = phaseKinds.map(async (kind) => {
		if (kind === 'survey') return challenge === undefined ? surveyPhases(db) : [];
		const { rows } = await sql<Row>`
			select phase.*, challenges.texts
			from (${sources[kind]}) as phase join challenges on challenges.id = phase.challenge ${of}
			order by began desc, phase.id limit ${sql.lit(most)}`.execute(db);
		return rows.map((row) => phaseOf(kind, row));
	});
	return (await Promise.all(all)).flat();
}

/** The surveys that ask about no pilot, by their titles. */
async function surveyPhases(db: Database): Promise<Phase[]> {
	const { rows } = await sql<Omit<Row, 'texts'> & { title: Texts }>`
		select id, null as challenge, survey -> 'title' as title, ${whenAsked}
		from surveys where published_at is not null and pilot is null
		order by began desc, id limit ${sql.lit(most)}`.execute(db);
	return rows.map(({ title, ...row }) => {
		const texts = Object.entries(title).map(([lang, what]) => [lang, { what }]);
		return phaseOf('survey', { ...row, texts: Object.fromEntries(texts) });
	});
}

/** A day is one in the time zone of the process. */
function phaseOf(kind: PhaseKind, { began, until, ended, changed_at, ...row }: Row): Phase {
	const days = [until, ended && today(ended)].filter((day) => day !== null);
	const [to = null] = days.sort();
	return { kind, ...row, from: today(began), to, changedAt: changed_at };
}

/** A phase as a calendar has it: from the morning of its first day to the end of its last. */
export function eventOf(
	phase: Phase,
	words: { title: string; place: string; url: string }
): CalendarEvent {
	const { kind, id, challenge, from, to, changedAt, revision } = phase;
	const startsAt = new Date(`${from}T00:00:00`);
	const endsAt = new Date(`${to ?? from}T00:00:00`);
	endsAt.setDate(endsAt.getDate() + 1);
	return {
		...{
			id: [kind, id, ...(challenge ? [challenge] : [])].join('-'),
			startsAt,
			endsAt,
			changedAt,
			revision
		},
		...{ cancelled: false, words: '', ...words }
	};
}

/** What a challenge, or the title of a survey, says in the first of these languages. */
export function whatOf({ texts }: Pick<Phase, 'texts'>, order: readonly Language[]) {
	const written = Object.keys(texts) as Language[];
	const lang = [...order, ...written].find((each) => texts[each]) ?? 'en';
	return { lang, what: texts[lang]?.what ?? '' };
}
