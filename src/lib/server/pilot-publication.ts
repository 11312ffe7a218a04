/** Pilots as everybody may read them; what was learned stands in them once they have ended. */
import { sql, type Selectable } from 'kysely';
import type { Publication } from '../domain/feed.ts';
import type { Language } from '../domain/language.ts';
import type { Topic } from '../domain/need.ts';
import type { Pilot, PilotText } from '../domain/pilot.ts';
import type { Database, Tables } from './database.ts';

export type PilotRow = Selectable<Tables['pilots']>;

/** Which rows everybody may read: published, and not taken back since. */
const arePublic = sql<boolean>`published_at is not null and taken_back_at is null`;

/** Publication `pilot`; one that is not published is gone. */
export async function pilotPublication(
	trx: Database,
	row: PilotRow,
	topic: Topic
): Promise<Publication> {
	const { id, challenge, place, lab, published_at, taken_back_at, ended_at } = row;
	if (!published_at || taken_back_at) return { id, kind: 'pilot', lang: null, body: null };
	const ended = ended_at !== null;
	const texts = Object.entries(row.texts) as [Language, PilotText][];
	const body: Pilot = {
		...{ id, challenge, ideas: await publicIdeasOf(trx, id), topic, place, lab },
		...{ from: row.from_day, until: row.until_day, ended },
		publishedAt: published_at.toISOString(),
		texts: Object.fromEntries(
			texts.map(([lang, text]) => [lang, ended ? text : { ...text, learned: '' }])
		)
	};
	return { id, kind: 'pilot', lang: null, body };
}

/** The pilots for a challenge, as everybody may read them. */
export async function pilotsOf(
	trx: Database,
	{ id, topic }: { id: string; topic: Topic }
): Promise<Publication[]> {
	const rows = await trx
		.selectFrom('pilots')
		.selectAll()
		.where(arePublic)
		.where('challenge', '=', id)
		.orderBy('id')
		.execute();
	const publications: Publication[] = [];
	for (const row of rows) publications.push(await pilotPublication(trx, row, topic));
	return publications;
}

/** May everybody read this pilot? */
export async function isPilotPublic(trx: Database, id: string): Promise<boolean> {
	const found = trx.selectFrom('pilots').select('id').where('id', '=', id).where(arePublic);
	return (await found.executeTakeFirst()) !== undefined;
}

/** Holds the pilot on which a survey asks for feedback. May everybody read it? Also where the survey asks of none. */
export async function lockPilotOf(trx: Database, survey: string): Promise<boolean> {
	const asking = trx.selectFrom('surveys').select('pilot').where('id', '=', survey);
	const pilot = (await asking.executeTakeFirst())?.pilot;
	if (!pilot) return true;
	await trx.selectFrom('pilots').select('id').where('id', '=', pilot).forShare().execute();
	return isPilotPublic(trx, pilot);
}

/** The ideas from which a pilot comes that everybody may read still; the one that leads, for one that was joined with it. */
async function publicIdeasOf(trx: Database, pilot: string): Promise<string[]> {
	const rows = await trx
		.selectFrom('pilot_ideas')
		.innerJoin('ideas', 'ideas.public_id', 'pilot_ideas.idea')
		.innerJoin('ideas as lead', (join) =>
			join.on(sql<boolean>`lead.id = coalesce(ideas.same_as, ideas.id)`)
		)
		.select('lead.public_id as idea')
		.distinct()
		.where('pilot', '=', pilot)
		.where('lead.state', '=', 'published')
		.orderBy('lead.public_id')
		.execute();
	return rows.map(({ idea }) => idea);
}
