/** What became of ideas, for whoever holds their watch secrets: sealed with the reply key that came with each. */
import { sql } from 'kysely';
import type { IdeaState } from '../domain/idea.ts';
import type { BecameOfIdea, ToldOfIdea } from '../domain/idea-news.ts';
import { hashSecret } from '../domain/receipt-code.ts';
import { sealWith } from '../domain/seal.ts';
import type { IdeaNews } from '../domain/sync.ts';
import { tellChange } from './changes.ts';
import { cryptography } from './cryptography.ts';
import type { Database } from './database.ts';
import { readBecameOfIdeas } from './idea-became.ts';
import { namedIn } from './idea-threads.ts';

interface Row {
	id: string;
	watchHash: string;
	/** Null where it brought none, or where it is gone with the rest of the envelope. */
	replyKey: string | null;
	told: ToldOfIdea;
}

/** News of the ideas that these secrets open; of one that has no reply key nothing is told on the way. */
export async function readIdeaNewsOf(
	db: Database,
	secrets: string[],
	after: string
): Promise<IdeaNews[]> {
	const rows = await readRows(db, secrets, after);
	const news = rows.map(async ({ id, watchHash, replyKey, told }) =>
		replyKey === null
			? []
			: [{ id, watchHash, idea: await sealWith(cryptography, replyKey, JSON.stringify(told)) }]
	);
	return (await Promise.all(news)).flat();
}

/** The same in clear, of the idea that this secret opens: for a page that shows it at once. */
export async function readOneIdea(db: Database, secret: string): Promise<ToldOfIdea | undefined> {
	return (await readRows(db, [secret], '-1'))[0]?.told;
}

/**
 * Has whoever watches ideas of this challenge hear of those that changed at this instant, and of what became of others: a
 * change of one may give another its place. The last step of a transaction.
 * @param others what changed with them
 */
export async function tellIdeas(
	trx: Database,
	challenge: string,
	now: Date,
	others: readonly string[] = []
): Promise<void> {
	const rows = await trx
		.selectFrom('ideas')
		.select('id')
		.where('challenge', '=', challenge)
		.where('changed_at', '=', now)
		.execute();
	const changed = [...rows.map(({ id }) => id), ...others];
	if (changed.length === 0) return;
	await tellChange(trx, 'ideas', [...new Set([...changed, ...(await namedIn(trx, challenge))])]);
}

async function readRows(db: Database, secrets: string[], after: string): Promise<Row[]> {
	const hashes = [...new Set(secrets)].map(hashSecret);
	const { rows } = await sql<{
		id: string;
		watchHash: string;
		replyKey: string | null;
		challenge: string;
		state: IdeaState;
		joined: boolean;
		reason: string | null;
		page: boolean;
		lang: string;
	}>`
		select idea.id, idea.lang, submissions.watch_hash as "watchHash", envelope ->> 'replyKey' as "replyKey", idea.challenge,
			coalesce(lead.state, idea.state) as state, lead.id is not null as joined,
			case when lead.id is null and idea.state = 'refused' and idea.reason_told then idea.reason end as reason,
			exists (select from publications
				where publications.id = coalesce(lead.public_id, idea.public_id)::text and body is not null) as page
		from submissions
			join ideas as idea on idea.id = submissions.id
			left join ideas as lead on lead.id = idea.same_as
			left join challenges on challenges.id = idea.challenge
		where submissions.watch_hash = any(${hashes}) and idea.state <> 'withdrawn'
			and greatest(idea.change_seq, lead.change_seq, challenges.change_seq) > ${after}::bigint
		order by idea.id`.execute(db);
	const became = await readBecameOfIdeas(db, rows);
	const none: BecameOfIdea = { priorities: [], pilots: [], decisions: [] };
	return rows.map(({ id, watchHash, replyKey, lang: _, ...told }) => ({
		...{ id, watchHash, replyKey },
		told: { ...told, ...(became.get(id) ?? none) }
	}));
}
