/** Public replies: staff write, change and take back; every device gets those that stand from the feed's publications. */
import { randomBytes } from 'node:crypto';
import { sql, type RawBuilder, type Selectable, type Updateable } from 'kysely';
import * as v from 'valibot';
import type { Publication } from '../domain/feed.ts';
import { makeId } from '../domain/id.ts';
import { localeOf, type Language } from '../domain/language.ts';
import {
	publicReplySchema,
	textIn,
	type PublicReply,
	type ShownReply
} from '../domain/public-reply.ts';
import { ofPlace } from './of-place.ts';
import { logDeed, type ActivityAction } from './activity.ts';
import { lockChallenges, publishWith } from './challenge-publication.ts';
import type { Database, Tables } from './database.ts';
import { challengesOfDecision } from './decision-publication.ts';

/** What staff write. */
export type PublicReplyForm = Pick<PublicReply, 'place' | 'texts'>;

type Changes = Omit<Updateable<Tables['public_replies']>, 'voices'> & {
	voices: string | RawBuilder<string>;
};

/** So many a page shows: a phone keeps them. */
const mostShown = 30;

/**
 * Says it to everybody. `need` is the one of which it speaks, `batch` the answer and `decision` the decision from which it
 * began. Gives its id.
 */
export async function sayPublicly(
	db: Database,
	form: PublicReplyForm,
	of: { staff: string; need: string | null; batch?: string | null; decision?: string | null },
	now: Date
): Promise<string> {
	const { staff, need, batch = null, decision = null } = of;
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.insertInto('public_replies')
			.values({
				...stored(form),
				...{ staff, need, batch, decision, said_at: now, changed_at: now },
				id: makeId(now.getTime(), randomBytes(10))
			})
			.returningAll()
			.executeTakeFirstOrThrow();
		await tell(trx, row, { staff, action: 'public-reply.said' }, now);
		return row.id;
	});
}

/**
 * Says it in other words, or takes it back where `form` is null, unless somebody changed it since it was seen. Voices
 * whose words are the same stay, the others are let go, and all of them where it is taken back. `staff` is who does so.
 * @returns why nothing was changed
 */
export async function changePublicReply(
	db: Database,
	seen: { id: string; revision: number },
	form: PublicReplyForm | null,
	staff: string,
	now: Date
): Promise<'unknown' | 'changed' | undefined> {
	const change = form
		? { ...stored(form), voices: stillSpoken(form.texts), taken_back_at: null }
		: { voices: '{}', taken_back_at: now };
	const action = form ? 'public-reply.changed' : 'public-reply.taken-back';
	return alterReply(db, seen, change, { staff, action }, now);
}

/** Changes something of it, as long as it is as it was seen, and tells everybody; gives why nothing was changed. */
export async function alterReply(
	db: Database,
	seen: { id: string; revision: number },
	change: Changes,
	{ staff, action }: { staff: string; action: ActivityAction },
	now: Date
): Promise<'unknown' | 'changed' | undefined> {
	return db.transaction().execute(async (trx) => {
		const row = await trx
			.updateTable('public_replies')
			.set((reply) => ({
				...change,
				...{ staff, changed_at: now },
				revision: reply('revision', '+', 1)
			}))
			.where('id', '=', seen.id)
			.where('revision', '=', seen.revision)
			.returningAll()
			.executeTakeFirst();
		if (row) {
			await tell(trx, row, { staff, action }, now);
			return undefined;
		}
		const known = await trx
			.selectFrom('public_replies')
			.select('id')
			.where('id', '=', seen.id)
			.executeTakeFirst();
		return known ? 'changed' : 'unknown';
	});
}

/** Tells everybody, with the decision of which it tells: the two know each other. The last step of a transaction. */
async function tell(
	trx: Database,
	row: Selectable<Tables['public_replies']>,
	{ staff, action }: { staff: string; action: ActivityAction },
	now: Date
): Promise<void> {
	const decision =
		row.decision &&
		(await trx
			.selectFrom('decisions')
			.selectAll()
			.where('id', '=', row.decision)
			.forNoKeyUpdate()
			.executeTakeFirst());
	const decided = decision ? await challengesOfDecision(trx, decision.id) : [];
	const held = await lockChallenges(trx, decided);
	await logDeed(trx, staff, action, `public-reply:${row.id}`, now);
	await publishWith(trx, [publicationOf(row)], held, now);
}

/**
 * Those that stand, at the city and at a hub: the newest first, so many as a page shows; where a neighbourhood is named, those of
 * it and of the whole city.
 */
export async function publishedReplies(db: Database, place?: string): Promise<PublicReply[]> {
	const { rows } = await sql<{ body: unknown }>`
		select body from publications where kind = 'public-reply' and body is not null ${ofPlace(place)}
		order by body ->> 'saidAt' desc, id desc limit ${mostShown}`.execute(db);
	return rows.flatMap(({ body }) => {
		const read = v.safeParse(publicReplySchema, body);
		return read.success ? [read.output] : [];
	});
}

/** As a page in this language shows them; `others` are the city's languages, for what nobody wrote in hers. */
export function showReplies(
	replies: readonly PublicReply[],
	lang: Language,
	others: readonly Language[],
	places: ReadonlyMap<string, string>
): ShownReply[] {
	const days = new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long' });
	return replies.flatMap(({ id, place, saidAt, texts, voices }) => {
		const written = Object.keys(texts) as Language[];
		const text = textIn(texts, [lang, ...others, ...written]);
		if (!text) return [];
		const placeName = (place && places.get(place)) ?? '';
		const voice = voices?.[text.lang];
		return [{ id, place, placeName, day: days.format(new Date(saidAt)), ...text, voice }];
	});
}

function stored({ place, texts }: PublicReplyForm) {
	return { place, texts: JSON.stringify(texts) };
}

/** The voices that say the same when these are the words. */
function stillSpoken(texts: PublicReply['texts']) {
	return sql<string>`(select coalesce(jsonb_object_agg(lang, voice), '{}')
		from jsonb_each(voices) as each (lang, voice)
		where texts -> lang = ${JSON.stringify(texts)}::jsonb -> lang)`;
}

/** Publication `public-reply`; one that was taken back is gone. */
export function publicationOf(row: Selectable<Tables['public_replies']>): Publication {
	const { id, place, texts, said_at, taken_back_at, decision } = row;
	const spoken = Object.entries(row.voices).map(([lang, { file: sha256, size, type }]) => [
		lang,
		{ sha256, size, type }
	]);
	const voices = spoken.length > 0 && { voices: Object.fromEntries(spoken) };
	const from = decision && { decision };
	const body: PublicReply = { id, place, saidAt: said_at.toISOString(), texts, ...voices, ...from };
	return { id, kind: 'public-reply', lang: null, body: taken_back_at ? null : body };
}
