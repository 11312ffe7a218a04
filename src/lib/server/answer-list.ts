/** What was answered lately: to how many, whether it reached them and helped; no count tells of fewer than five people. */
import { sql } from 'kysely';
import { helpedLevels, type Helped } from '../domain/helped.ts';
import { shownCount } from '../domain/small-numbers.ts';
import type { Database } from './database.ts';

export interface SaidAnswer {
	/** The page on which it stands. */
	page: string;
	saidAt: Date;
	/** Who said it; null for a member who has left. */
	by: string | null;
	/** The first 200 characters, in this language. */
	words: string;
	lang: string;
	/** Of a need alone. */
	number: string | null;
	/** To how many needs; 1 for an answer to one. */
	many: number;
	/** Is some of it still to be sent? */
	isUnfinished: boolean;
	/** Of many: phones that did not ask since, and what people said; null under five. Of one alone the need's page says it. */
	counts: { notFetched: number | null; helped: Record<Helped, number | null> } | null;
}

const answersOnPage = 50;

/** The newest first, those before `before` and those said by `staff` where these are given. */
export async function listAnswers(
	db: Database,
	{ before, staff }: { before?: Date | undefined; staff?: string | undefined } = {}
): Promise<{ answers: SaidAnswer[]; next: Date | null }> {
	const [many, alone] = await Promise.all([ofMany(db, before, staff), ofOne(db, before, staff)]);
	const all = [...many, ...alone].sort((a, b) => b.saidAt.getTime() - a.saidAt.getTime());
	const answers = all.slice(0, answersOnPage);
	return { answers, next: all.length > answersOnPage ? (answers.at(-1)?.saidAt ?? null) : null };
}

async function ofOne(db: Database, before?: Date, staff?: string): Promise<SaidAnswer[]> {
	let query = db
		.selectFrom('need_messages as message')
		.innerJoin('needs', 'needs.id', 'message.need')
		.leftJoin('staff', 'staff.id', 'message.staff')
		.select(['message.need', 'said_at', 'message.lang', 'staff.name', 'needs.number'])
		.select(sql<string>`left(message.words, 200)`.as('words'))
		.where('message.batch', 'is', null)
		.where('message.words', '<>', '')
		.orderBy('said_at', 'desc')
		.orderBy('message.id', 'desc')
		.limit(answersOnPage + 1);
	if (before) query = query.where('said_at', '<', before);
	if (staff) query = query.where('message.staff', '=', staff);
	return (await query.execute()).map(({ need, said_at, lang, name, number, words }) => ({
		...{ page: `/staff/needs/${need}`, saidAt: said_at, by: name, words, lang, number },
		...{ many: 1, isUnfinished: false, counts: null }
	}));
}

async function ofMany(db: Database, before?: Date, staff?: string): Promise<SaidAnswer[]> {
	let query = db
		.selectFrom('answer_batches as batch')
		.leftJoin('staff', 'staff.id', 'batch.staff')
		.select(['batch.id', 'begun_at', 'ended_at', 'fallback', 'staff.name'])
		.select(sql<string>`left(texts ->> fallback, 200)`.as('words'))
		.where('begun_at', 'is not', null)
		.orderBy('begun_at', 'desc')
		.limit(answersOnPage + 1);
	if (before) query = query.where('begun_at', '<', before);
	if (staff) query = query.where('batch.staff', '=', staff);
	const batches = await query.execute();
	if (batches.length === 0) return [];
	const counts = await countsOf(
		db,
		batches.map(({ id }) => id)
	);
	return batches.map(({ id, begun_at, ended_at, fallback, name, words }) => {
		const counted = counts.get(id);
		const shown = (name: 'notFetched' | Helped) => shownCount(counted?.[name] ?? 0);
		const helped = Object.fromEntries(helpedLevels.map((level) => [level, shown(level)]));
		return {
			...{ page: `/staff/answers/${id}`, saidAt: begun_at as Date, by: name, words },
			...{ lang: fallback, number: null, many: counted?.many ?? 0 },
			isUnfinished: ended_at === null,
			counts: { notFetched: shown('notFetched'), helped: helped as Record<Helped, number | null> }
		};
	});
}

type Counted = Record<'many' | 'notFetched' | Helped, number>;

async function countsOf(db: Database, batches: string[]): Promise<Map<string, Counted>> {
	const { rows } = await sql<Counted & { batch: string }>`
		select message.batch, count(distinct message.id)::int as many,
			count(distinct message.id) filter (where not message.fetched)::int as "notFetched",
			count(*) filter (where helped.helped = 'yes')::int as yes,
			count(*) filter (where helped.helped = 'bit')::int as bit,
			count(*) filter (where helped.helped = 'no')::int as no
		from need_messages message
		left join helped on helped.message = message.id
			and exists (select 1 from submissions where watch_hash = helped.watch_hash)
		where message.batch in (${sql.join(batches)})
		group by message.batch`.execute(db);
	return new Map(rows.map((row) => [row.batch, row]));
}
