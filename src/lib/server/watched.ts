/** What the city says to whoever holds a need's watch secret, and to nobody else. */
import { stateForPhone } from '../domain/need-state.ts';
import { hashSecret } from '../domain/receipt-code.ts';
import { sealWith } from '../domain/seal.ts';
import type { AnyNews, News } from '../domain/sync.ts';
import { readBecameOf } from './became.ts';
import { readBadgeNews } from './badges.ts';
import { cryptography } from './cryptography.ts';
import { becameMoreSince } from './challenge-needs.ts';
import { cursorOf, lastChange, numberIn } from './changes.ts';
import type { Database } from './database.ts';
import { readIdeaNewsOf } from './idea-news.ts';
import { readMessages } from './thread-messages.ts';

/**
 * State and replies of the needs that these secrets open, in the order in which they came; a secret that fits nothing
 * gives nothing. The words of replies are sealed with the need's reply key, where it brought one: whoever hands them on,
 * or learnt the watch secret on the way, cannot read them. Which secrets were asked for together is neither kept nor logged.
 * Badges and ideas that they open come with it.
 * @param since the cursor of an earlier answer: only what changed later is told; one of another epoch counts as none
 */
export async function readWatched(
	db: Database,
	epoch: string,
	secrets: string[],
	since?: string,
	origin?: string
): Promise<{ replies: AnyNews[]; cursor?: string }> {
	if (secrets.length === 0) return { replies: [] };
	const last = await lastChange(db);
	const after = since === undefined ? '-1' : numberIn(since, epoch);
	const needs = await readNews(db, secrets, after);
	const replies = await Promise.all(
		needs.map(({ news, replyKey }) => (replyKey ? sealed(news, replyKey) : news))
	);
	const badges = await readBadgeNews(db, secrets, after, origin);
	const ideas = await readIdeaNewsOf(db, secrets, after);
	return { replies: [...replies, ...badges, ...ideas], cursor: cursorOf(epoch, last) };
}

/** State and replies, in clear, of the need that this watch secret opens: for a page that shows them at once. */
export async function readOneWatched(db: Database, secret: string): Promise<News | undefined> {
	const [found] = await readNews(db, [secret], '-1');
	return found?.news;
}

async function sealed({ became, ...news }: News, replyKey: string): Promise<News> {
	const seal = (text: string) => sealWith(cryptography, replyKey, text);
	const text = JSON.stringify(news.messages);
	return {
		...news,
		...(news.messages.length > 0 && { messages: [], sealed: await seal(text) }),
		...(became !== undefined && { became: await seal(became) })
	};
}

async function readNews(
	db: Database,
	secrets: string[],
	after: string
): Promise<{ news: News; replyKey: string | null }[]> {
	const hashes = [...new Set(secrets)].map(hashSecret);
	const needs = await db
		.selectFrom('submissions')
		.innerJoin('needs', 'needs.id', 'submissions.id')
		// what is joined stands where its root stands, and changes with it
		.leftJoin('needs as root', 'root.id', 'needs.joined_to')
		.select(['needs.id', 'needs.lang', 'submissions.envelope'])
		.select((row) => [
			row.fn.coalesce('root.state', 'needs.state').as('state'),
			row.fn<Date>('greatest', ['needs.changed_at', 'root.changed_at']).as('changed_at'),
			row.ref('submissions.watch_hash').$notNull().as('watch_hash')
		])
		.where('submissions.watch_hash', 'in', hashes)
		.where((row) =>
			row.or([
				row('needs.change_seq', '>', after),
				row('root.change_seq', '>', after),
				becameMoreSince(after)
			])
		)
		.orderBy('needs.received_at')
		.orderBy('needs.id')
		.execute();
	if (needs.length === 0) return [];
	const messages = await readMessages(
		db,
		needs.map(({ id }) => id)
	);
	const became = await readBecameOf(db, needs);
	const newly = [...messages.values()].flat().filter(({ fetched }) => !fetched);
	// staff see that it was handed out, not when, to whom or how often
	if (newly.length > 0) {
		const ids = newly.map(({ id }) => id);
		await db.updateTable('need_messages').set({ fetched: true }).where('id', 'in', ids).execute();
	}
	return needs.map((need) => ({
		replyKey: need.envelope?.kind === 'need' ? (need.envelope.replyKey ?? null) : null,
		news: {
			id: need.id,
			watchHash: need.watch_hash,
			state: stateForPhone(need.state),
			changedAt: need.changed_at.toISOString(),
			messages: (messages.get(need.id) ?? []).map(({ id, lang, words, said_at, voice }) => ({
				id,
				lang,
				words,
				saidAt: said_at.toISOString(),
				...(voice && { voice })
			})),
			...(became.has(need.id) && { became: JSON.stringify(became.get(need.id)) })
		}
	}));
}
