/** Ideas as the staff see them. */
import { sql, type SqlBool } from 'kysely';
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
/** So many ideas a page shows. */
export const ideasOnPage = 60;

/** Those that wait and lead come first; what is decided about an idea while somebody turns pages moves it in no page of hers. */
const waits = sql<boolean>`(state = 'waiting' and same_as is null)`;

interface Asked {
	state?: IdeaState | undefined;
	/** Where the page before ended, as `next` says it. */
	after?: string | null;
}

/** The ideas for a challenge that were not taken back, a page of them: those that wait first, then the newest. */
export async function listIdeas(
	db: Database,
	challenge: string,
	{ state, after = null }: Asked = {}
): Promise<{ ideas: KnownIdea[]; next: string | null }> {
	if (!v.is(idSchema, challenge)) return { ideas: [], next: null };
	let query = known(db)
		.where('challenge', '=', challenge)
		.orderBy(waits, 'desc')
		.orderBy('received_at', 'desc')
		.orderBy('id', 'desc')
		.limit(ideasOnPage + 1);
	if (state) query = query.where('state', '=', state);
	const [, didWait, last] = /^([wd])-(.*)$/.exec(after ?? '') ?? [];
	if (didWait && v.is(idSchema, last)) {
		const end = sql`select ${didWait === 'w'}::boolean, received_at, id from ideas where id = ${last}`;
		query = query.where(sql<SqlBool>`(${waits}, received_at, id) < (${end})`);
	}
	const rows = await query.execute();
	const end = rows.length > ideasOnPage ? rows[ideasOnPage - 1] : undefined;
	const next = end && `${end.state === 'waiting' && end.same_as === null ? 'w' : 'd'}-${end.id}`;
	return { ideas: rows.slice(0, ideasOnPage).map(asKnown), next: next ?? null };
}

/** The idea for a challenge with this id, or undefined; however many there are. */
export async function findIdea(
	db: Database,
	challenge: string,
	id: string
): Promise<KnownIdea | undefined> {
	if (!v.is(idSchema, challenge) || !v.is(idSchema, id)) return undefined;
	const query = known(db).where('challenge', '=', challenge).where('id', '=', id);
	const row = await query.executeTakeFirst();
	return row && asKnown(row);
}

/** Ideas for a challenge that lead, with which another one can be joined: those that wait first, then the newest. */
export async function leadingIdeas(
	db: Database,
	challenge: string,
	but: string
): Promise<KnownIdea[]> {
	const rows = await known(db)
		.where('challenge', '=', challenge)
		.where('same_as', 'is', null)
		.where('id', '<>', but)
		.orderBy(waits, 'desc')
		.orderBy('received_at', 'desc')
		.orderBy('id', 'desc')
		.limit(mostListed)
		.execute();
	return rows.map(asKnown);
}

function known(db: Database) {
	return db
		.selectFrom('ideas')
		.selectAll()
		.select([
			sql<boolean>`exists (select from media where submission = ideas.id and role = 'voice')`.as(
				'spoken'
			),
			sql<string | null>`(select name from labs where labs.id::text = ideas.lab::text)`.as(
				'lab_name'
			)
		])
		.where('state', '<>', 'withdrawn');
}

type Row = Awaited<ReturnType<ReturnType<typeof known>['execute']>>[number];

function asKnown(row: Row): KnownIdea {
	const { id, lang, words, people, publish, by, reason, texts, revision } = row;
	return {
		...{ id, lang, words, people, publish, by, reason, texts, revision },
		...{ receivedAt: row.received_at, isSpoken: row.spoken },
		...{ lab: row.lab, labName: row.lab_name, session: row.session },
		...{ lead: row.same_as, state: row.state as IdeaState }
	};
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
