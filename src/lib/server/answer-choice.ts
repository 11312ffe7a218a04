/**
 * To which needs an answer goes, as the address of its page says: `needs=id,id`; `draft=id`; the inbox's form (`of`,
 * `need`, `page`, `list`); or the inbox's own filter, such as `theme=id`.
 */
import * as v from 'valibot';
import { mostAnswered } from '../domain/answer.ts';
import { idSchema } from '../domain/id.ts';
import { readFilterFor } from '../domain/inbox-filter.ts';
import type { Role } from '../domain/rights.ts';
import { readBatch, readTargets, type AnswerBatch, type Target } from './answers.ts';
import type { Database } from './database.ts';
import { withTheme } from './inbox-condition.ts';
import { readInboxCounts } from './inbox-counts.ts';
import { readRows } from './inbox-rows.ts';
import { scopeOf } from './reach.ts';
import { makeSearchable } from './searchable.ts';

export interface Choice {
	/** Those that an answer can go to, oldest first, at most so many as are answered at once. */
	targets: Target[];
	/** How many others there are beyond the most that are answered at once; null for more than anybody counts. */
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
	const { ids, rest } = named
		? { ids: named.slice(0, mostAnswered), rest: Math.max(named.length - mostAnswered, 0) }
		: await listed(db, params, member, { within, now });
	return { targets: await readAnswerable(db, ids, within), rest, draft };
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

/** The first of a list; of one with answered needs too only what waits, so that whoever comes back finds the others. */
async function listed(
	db: Database,
	params: URLSearchParams,
	{ id: self, role }: { id: string; role: Role },
	who: { within: string[] | undefined; now: Date }
): Promise<{ ids: string[]; rest: number | null }> {
	const filter = readFilterFor(role, new URLSearchParams(params.get('list') ?? params));
	if (filter.state === 'all') filter.state = 'open';
	if (filter.q) await makeSearchable(db);
	const asked = await withTheme(db, { filter, self, ...who });
	const rows = await readRows(db, asked, { limit: mostAnswered + 1 });
	const ids = rows.slice(0, mostAnswered).map(({ id }) => id);
	if (rows.length <= mostAnswered) return { ids, rest: 0 };
	const { total, cut } = await readInboxCounts(db, asked);
	return { ids, rest: cut.has('total') ? null : total - mostAnswered };
}

async function ownDraft(db: Database, id: string | null, staff: string) {
	const batch = id ? await readBatch(db, id) : undefined;
	return batch?.staff === staff && !batch.begunAt ? batch : undefined;
}
