/** Ideas as the staff see them. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import type { IdeaState, IdeaTexts } from '../domain/idea.ts';
import type { Database } from './database.ts';

/** An idea with its original words; `lead`: staff joined it with that one. */
export interface KnownIdea {
	id: string;
	receivedAt: Date;
	lang: string;
	/** Empty where she said it by voice alone. */
	words: string;
	/** Did she say it by voice? */
	isSpoken: boolean;
	people: number;
	/** May everybody read it, as its person said? */
	publish: boolean;
	by: 'citizen' | 'staff';
	state: IdeaState;
	reason: string | null;
	texts: IdeaTexts;
	lead: string | null;
	revision: number;
	/** Where it was said; null where it is not known. */
	lab: string | null;
	labName: string | null;
	session: string | null;
}

const mostListed = 200;

/** The ideas for a challenge that were not taken back: those that wait first, then the newest. */
export async function listIdeas(db: Database, challenge: string): Promise<KnownIdea[]> {
	if (!v.is(idSchema, challenge)) return [];
	const rows = await db
		.selectFrom('ideas')
		.selectAll()
		.select(
			sql<boolean>`exists (select from media where submission = ideas.id and role = 'voice')`.as(
				'spoken'
			)
		)
		.select(
			sql<string | null>`(select name from labs where labs.id::text = ideas.lab::text)`.as(
				'lab_name'
			)
		)
		.where('challenge', '=', challenge)
		.where('state', '<>', 'withdrawn')
		.orderBy(sql`state <> 'waiting' or same_as is not null`)
		.orderBy('received_at', 'desc')
		.orderBy('id', 'desc')
		.limit(mostListed)
		.execute();
	return rows.map(({ id, lang, words, people, publish, by, reason, texts, revision, ...row }) => ({
		...{ id, lang, words, people, publish, by, reason, texts, revision },
		...{
			receivedAt: row.received_at,
			isSpoken: row.spoken,
			...{ lab: row.lab, labName: row.lab_name, session: row.session },
			lead: row.same_as,
			state: row.state as IdeaState
		}
	}));
}

/** How many ideas wait for staff, by challenge. */
export async function waitingIdeas(db: Database): Promise<Map<string, number>> {
	const rows = await db
		.selectFrom('ideas')
		.select(['challenge', sql<number>`count(*)::int`.as('many')])
		.where('state', '=', 'waiting')
		.where('same_as', 'is', null)
		.groupBy('challenge')
		.execute();
	return new Map(rows.map(({ challenge, many }) => [challenge, many]));
}

/** The ideas for a challenge that are published and lead, by the ids under which everybody reads them: the newest first. */
export async function publicIdeas(
	db: Database,
	challenge: string
): Promise<{ id: string; texts: IdeaTexts }[]> {
	if (!v.is(idSchema, challenge)) return [];
	return db
		.selectFrom('ideas')
		.select(['public_id as id', 'texts'])
		.where('challenge', '=', challenge)
		.where('state', '=', 'published')
		.where('same_as', 'is', null)
		.orderBy('received_at', 'desc')
		.orderBy('id', 'desc')
		.limit(mostListed)
		.execute();
}
