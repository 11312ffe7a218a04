/**
 * To which needs an answer goes, as the address of its page says: `needs=id,id`; `draft=id`; `theme=id` alone for those of a
 * theme that wait for the city; the inbox's form (`of`, `need`, `page`, `list`); or the inbox's own filter.
 */
import { sql } from 'kysely';
import * as v from 'valibot';
import { mostAnswered } from '../domain/answer.ts';
import { idSchema } from '../domain/id.ts';
import { readFilterFor, writeFilter } from '../domain/inbox-filter.ts';
import { openStates } from '../domain/need-state.ts';
import type { Role } from '../domain/rights.ts';
import { readBatch, readTargets, type AnswerBatch, type Target } from './answers.ts';
import type { Database } from './database.ts';
import { readRows } from './inbox-rows.ts';
import { scopeOf } from './reach.ts';
import { makeSearchable } from './searchable.ts';

export interface Choice {
	/** Those that an answer can go to, oldest first, at most so many as are answered at once. */
	targets: Target[];
	/** There are others beyond the most that are answered at once. */
	hasMore: boolean;
	/** How many those are; null where nobody counts them. */
	rest: number | null;
	/** The answer that was prepared before and is not sent yet. */
	draft: AnswerBatch | undefined;
}

/** Reads the choice; what the address names and this member may not answer, or nobody any more, is left out. */
export async function readChoice(
	db: Database,
	params: URLSearchParams,
	member: { id: string; role: Role },
	now = new Date()
): Promise<Choice> {
	const within = await scopeOf(db, member);
	const draft = await ownDraft(db, params.get('draft'), member.id);
	const named = draft ? (await readTargets(db, draft.id)).map(({ need }) => need) : namedIn(params);
	const { ids, all = null } = named
		? { ids: named }
		: await listed(db, params, member, { within, now });
	const targets = await readAnswerable(db, ids.slice(0, mostAnswered), within);
	const hasMore = (all ?? ids.length) > mostAnswered;
	return { targets, hasMore, rest: all === null ? null : Math.max(all - mostAnswered, 0), draft };
}

/** Those of these needs that can be answered now. `within`: facets of which each has one. */
export async function readAnswerable(
	db: Database,
	ids: string[],
	within?: string[]
): Promise<Target[]> {
	if (ids.length === 0) return [];
	let query = db
		.selectFrom('needs')
		.select(['id', 'number', 'lang', 'changed_at as changedAt'])
		.where('id', 'in', ids)
		.where('state', 'not in', ['withdrawn', 'joined', 'hidden'])
		.orderBy('received_at')
		.orderBy('id');
	if (within) query = query.where((row) => row('facets', '&&', row.val(within)));
	return query.execute();
}

/** Undefined where needs are not named one by one. */
function namedIn(params: URLSearchParams): string[] | undefined {
	const of = params.get('of');
	const named =
		of === 'page' || of === 'chosen'
			? params.getAll(of === 'page' ? 'page' : 'need')
			: params.get('needs')?.split(',');
	return named && [...new Set(named)].filter((id) => v.is(idSchema, id));
}

async function listed(
	db: Database,
	params: URLSearchParams,
	{ id: self, role }: { id: string; role: Role },
	asked: { within: string[] | undefined; now: Date }
): Promise<{ ids: string[]; all?: number }> {
	const list = params.get('list');
	const filter = readFilterFor(role, list === null ? params : new URLSearchParams(list));
	const { theme } = filter;
	const isAlone = list === null && !params.has('state') && !writeFilter({ ...filter, theme: null });
	if (theme && isAlone) return ofTheme(db, theme, asked.within);
	if (filter.q) await makeSearchable(db);
	const rows = await readRows(db, { filter, self, ...asked }, { limit: mostAnswered + 1 });
	return { ids: rows.map(({ id }) => id) };
}

/** Only what waits for the city, so that whoever comes back finds the others; `all`: how many that is. */
async function ofTheme(db: Database, theme: string, within: string[] | undefined) {
	let query = db
		.selectFrom('theme_needs')
		.innerJoin('needs', 'needs.id', 'theme_needs.need')
		.select(['needs.id', sql<number>`(count(*) over ())::int`.as('all')])
		.where('theme', '=', theme)
		.where('removed', '=', false)
		.where('state', 'in', openStates)
		.orderBy('due_at')
		.orderBy('needs.id')
		.limit(mostAnswered);
	if (within) query = query.where((row) => row('facets', '&&', row.val(within)));
	const rows = await query.execute();
	return { ids: rows.map(({ id }) => id), all: rows[0]?.all ?? 0 };
}

async function ownDraft(db: Database, id: string | null, staff: string) {
	const batch = id ? await readBatch(db, id) : undefined;
	return batch?.staff === staff && !batch.begunAt ? batch : undefined;
}
