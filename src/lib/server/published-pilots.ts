/** Pilots as everybody may read them: from the publications, so that a hub shows the same. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { localeOf, type Language } from '../domain/language.ts';
import { pilotSchema, type Pilot, type ShownPilot } from '../domain/pilot.ts';
import { stageOf, type PilotStage } from '../domain/pilot-stage.ts';
import type { Database } from './database.ts';
import { ofPlace } from './of-place.ts';
import { publishedSurveys } from './surveys.ts';
import { today } from './today.ts';

/** So many a page shows: a phone keeps them. */
const mostShown = 30;

/** A pilot as everybody may read it, where it stands now, and the survey that asks how it was. */
export type PublishedPilot = Pilot & { stage: PilotStage; feedback: string | null };

const order: readonly PilotStage[] = ['now', 'before', 'over'];

/** Which of them: those for a challenge and some by their ids; or those of a neighbourhood and of the whole city. */
interface Which {
	challenge?: { id: string; named: readonly string[] };
	place?: string | undefined;
}

/** What is being tried first, what is over last; of these the newest first. */
export async function publishedPilots(
	db: Database,
	now: Date,
	{ challenge, place }: Which = {}
): Promise<PublishedPilot[]> {
	const of = challenge
		? sql`and (body ->> 'challenge' = ${challenge.id} or id = any(${challenge.named}::text[]))`
		: sql``;
	const { rows } = await sql<{ body: unknown }>`
		select body from publications where kind = 'pilot' and body is not null ${of} ${ofPlace(place)}
		order by body ->> 'publishedAt' desc, id desc limit ${mostShown}`.execute(db);
	const surveys = await publishedSurveys(db);
	const newest = surveys.toSorted((a, b) => (b.pilot?.round ?? 0) - (a.pilot?.round ?? 0));
	return rows
		.flatMap(({ body }): PublishedPilot[] => {
			const read = v.safeParse(pilotSchema, body);
			if (!read.success) return [];
			const asked = newest.find(({ pilot }) => pilot?.id === read.output.id);
			const stage = stageOf(read.output, today(now));
			return [{ ...read.output, stage, feedback: asked?.id ?? null }];
		})
		.sort((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage));
}

/** As a page in this language shows them; `others` are the city's languages, for what nobody wrote in hers. */
export function showPilots(
	pilots: readonly PublishedPilot[],
	lang: Language,
	others: readonly Language[],
	places: ReadonlyMap<string, string>,
	labs: readonly { id: string; name: string }[]
): ShownPilot[] {
	const days = new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long', timeZone: 'UTC' });
	return pilots.flatMap(({ texts, from, until, ...pilot }) => {
		const written = Object.keys(texts) as Language[];
		const own = [lang, ...others, ...written].find((each) => texts[each]);
		const text = own && texts[own];
		if (!text) return [];
		const { id, challenge, ideas, topic, stage, feedback } = pilot;
		return [
			{
				...{ id, challenge, ideas, topic, stage, feedback, lang: own, ...text },
				placeName: (pilot.place && places.get(pilot.place)) ?? '',
				labName: labs.find((each) => each.id === pilot.lab)?.name ?? '',
				...{ from: days.format(new Date(from)), until: days.format(new Date(until)) }
			}
		];
	});
}
