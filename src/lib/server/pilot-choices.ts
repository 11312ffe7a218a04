/** What the form of a pilot offers: published ideas for its challenge, neighbourhoods, and the labs that are open. */
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import type { IdeaTexts } from '../domain/idea.ts';
import type { Database } from './database.ts';
import { listLabs } from './labs.ts';
import { listNeighbourhoods, neighbourhoodNames } from './neighbourhoods.ts';

/** For one challenge; what a pilot has already (`kept`) stays on offer. `names`: of all neighbourhoods that may stand in a form. */
export async function pilotChoices(
	db: Database,
	challenge: string,
	kept?: { ideas: readonly string[]; lab: string | null }
) {
	const [ideas, places, names, labs] = await Promise.all([
		publishedFor(db, challenge),
		listNeighbourhoods(db),
		neighbourhoodNames(db),
		listLabs(db)
	]);
	return {
		ideas: ideas.filter(({ leads, id }) => leads || kept?.ideas.includes(id)),
		places,
		names,
		labs: labs
			.filter(({ id, closedAt }) => closedAt === null || id === kept?.lab)
			.map(({ id, name }) => ({ id, name }))
	};
}

/** The ideas for a challenge that staff published, by the id under which everybody reads them. */
async function publishedFor(
	db: Database,
	challenge: string
): Promise<{ id: string; texts: IdeaTexts; leads: boolean }[]> {
	if (!v.is(idSchema, challenge)) return [];
	const rows = await db
		.selectFrom('ideas')
		.select(['public_id', 'texts', 'same_as'])
		.where('challenge', '=', challenge)
		.where('state', '=', 'published')
		.orderBy('received_at', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return rows.map((row) => ({ id: row.public_id, texts: row.texts, leads: row.same_as === null }));
}
