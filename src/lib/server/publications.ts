/** Publications: what the city gives to every device, the same for everybody. */
import { canonicalText } from '../domain/fingerprint.ts';
import { bodyIn, feedPageLength, type Feed, type Publication } from '../domain/feed.ts';
import type { Language } from '../domain/language.ts';
import { cursorOf, lastChange, nextChanges, numberIn } from './changes.ts';
import type { Database } from './database.ts';

/**
 * Publishes things, or takes them back where `body` is null. What is published already as it is stays as it is, so that
 * nobody fetches it again. The last step of a transaction. Gives whether anything changed.
 */
export async function publish(
	trx: Database,
	publications: Publication[],
	now = new Date()
): Promise<boolean> {
	const ids = publications.map(({ id }) => id);
	if (ids.length === 0) return false;
	const there = await trx
		.selectFrom('publications')
		.select(['id', 'body'])
		.where('id', 'in', ids)
		.execute();
	const known = new Map(there.map(({ id, body }) => [id, body]));
	const changed = publications.filter(
		({ id, body }) => canonicalText(known.get(id) ?? null) !== canonicalText(body)
	);
	if (changed.length === 0) return false;
	const numbers = await nextChanges(trx, changed.length);
	await trx
		.insertInto('publications')
		.values(
			changed.map(({ body, ...rest }, index) => ({
				...rest,
				body: body === null ? null : JSON.stringify(body),
				changed_at: now,
				change_seq: String(numbers[index])
			}))
		)
		.onConflict((conflict) =>
			conflict.column('id').doUpdateSet({
				kind: (row) => row.ref('excluded.kind'),
				lang: (row) => row.ref('excluded.lang'),
				body: (row) => row.ref('excluded.body'),
				changed_at: (row) => row.ref('excluded.changed_at'),
				change_seq: (row) => row.ref('excluded.change_seq')
			})
		)
		.execute();
	return true;
}

/**
 * What was published after a cursor, oldest change first, in pages; with what was taken back, unless the reader has
 * nothing yet. For readers of one language texts in others are left out where there are some in theirs. A cursor of another epoch counts as none: the reader begins anew.
 */
export async function readFeed(
	db: Database,
	epoch: string,
	{ lang, since }: { lang?: Language | undefined; since?: string | undefined }
): Promise<Feed> {
	const from = numberIn(since, epoch);
	const last = await lastChange(db);
	let query = db
		.selectFrom('publications')
		.select(['id', 'kind', 'lang', 'body', 'change_seq'])
		.where('change_seq', '>', from)
		.where('change_seq', '<=', last)
		.orderBy('change_seq')
		.limit(feedPageLength + 1);
	if (lang) query = query.where((row) => row.or([row('lang', 'is', null), row('lang', '=', lang)]));
	if (from === '0') query = query.where('body', 'is not', null);
	const rows = await query.execute();
	const page = rows.slice(0, feedPageLength);
	const more = page.length < rows.length;
	return {
		v: 1,
		epoch,
		cursor: cursorOf(epoch, more ? (page.at(-1)?.change_seq ?? last) : last),
		more,
		publications: page.map(({ id, kind, lang: of, body }) => {
			return { id, kind, lang: of, body: lang ? bodyIn(body, lang) : body };
		})
	};
}
