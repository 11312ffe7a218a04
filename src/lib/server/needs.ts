/** Needs: what of a submission staff reads. Words lie here and in the submission only. */
import { randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { dueOf } from '../domain/due.ts';
import { makeId } from '../domain/id.ts';
import { stepToldFrom } from '../domain/learning.ts';
import type { MediaRole } from '../domain/media.ts';
import type { NeedBody } from '../domain/need.ts';
import { leaveChallenges } from './challenge-needs.ts';
import type { Tables } from './database.ts';
import { eraseHelped } from './helped.ts';
import { noVoice } from './reply-voices.ts';
import { readUsualDays } from './settings.ts';
import type { Channel } from './staff-tables.ts';
import { leaveThemes, lockThemes } from './theme-needs.ts';
import { isInThread, leaveThreads, lockThreads } from './threads.ts';

/** Writes new needs, to be made searchable after the answer; one that was withdrawn before it came is a fact without words. */
export async function insertNeeds(
	trx: Transaction<Tables>,
	needs: { envelope: EnvelopeOf<'need'>; erased: boolean; byForm?: boolean }[],
	now: Date
): Promise<void> {
	if (needs.length === 0) return;
	const days = await readUsualDays(trx);
	const rows = needs.map(({ envelope, erased, byForm = false }) => {
		const { id, lang, session, lab, body, media } = envelope;
		const has = (role: MediaRole) => !erased && media.some((item) => item.role === role);
		const from = erased ? undefined : stepToldFrom(body);
		const { told, about }: Partial<NeedBody> = erased ? {} : body;
		// what is undefined here stays empty there, and costs nothing on the way
		return {
			id,
			state: erased ? ('withdrawn' as const) : ('received' as const),
			topic: body.topic,
			place: body.place ?? undefined,
			lang,
			publish: body.consent.publish,
			words: erased ? '' : body.words,
			// empty waits for searchable.ts; where nothing can be found, nothing waits
			plain: erased ? '' : undefined,
			search: erased ? '' : undefined,
			lesson: from?.lesson,
			step: from?.step,
			session: erased ? undefined : session,
			lab: erased ? undefined : lab,
			channel: erased ? ('phone' as const) : channelOf(envelope, byForm),
			has_voice: has('voice'),
			has_photo: has('photo'),
			told: told?.how,
			told_people: told?.people,
			written_on: told?.writtenOn,
			age: about?.age,
			gender: about?.gender
		};
	});
	const columns = sql.join(Object.keys(rows[0] ?? {}).map(sql.ref));
	const dueAt = dueOf({ receivedAt: now, promisedOn: null }, days);
	await sql`
		insert into needs (${columns}, received_at, changed_at, due_at)
		select ${columns}, ${now}::timestamptz, ${now}::timestamptz, ${dueAt}::timestamptz
		from json_populate_recordset(null::needs, ${JSON.stringify(rows)}::json)`.execute(trx);
}

/** On which way a need came. What a trainer wrote from paper is paper, also where she did it in a session. */
function channelOf({ session, body }: EnvelopeOf<'need'>, byForm: boolean): Channel {
	if (body.told?.how === 'paper') return 'paper';
	if (session !== undefined) return 'lab';
	return byForm ? 'form' : 'phone';
}

/**
 * Takes the words of needs away, and those of replies, notes and reasons, which may quote them. That they were told
 * remains. Gives the needs that lead a thread from now on because its root is erased: they have to be told too.
 */
export async function eraseNeeds(
	trx: Transaction<Tables>,
	ids: string[],
	now: Date,
	staff: string | null = null
): Promise<string[]> {
	if (ids.length === 0) return [];
	await lockThreads(trx);
	const held = await trx
		.selectFrom('needs')
		.select(['id', 'state'])
		.select(isInThread.as('inThread'))
		// with those that may lead afterwards: no need is waited for behind the themes
		.where((row) => row.or([row('id', 'in', ids), row('joined_to', 'in', ids)]))
		.where('state', '<>', 'withdrawn')
		.orderBy('id')
		// whoever puts a need into a theme holds it for its key only, and holds the themes: then nobody waits in a circle
		.forNoKeyUpdate()
		.execute();
	const asked = new Set(ids);
	const standing = held.filter(({ id }) => asked.has(id));
	if (standing.length === 0) return [];
	const told = standing.map(({ id }) => id);
	await lockThemes(trx);
	await leaveThemes(trx, told);
	const inThread = standing.filter(({ inThread }) => inThread).map(({ id }) => id);
	const heirs = inThread.length > 0 ? await leaveThreads(trx, inThread, now) : [];
	await leaveChallenges(trx, told);
	await trx
		.updateTable('needs')
		.set({
			words: '',
			plain: '',
			search: sql`''::tsvector`,
			lesson: null,
			step: null,
			session: null,
			lab: null,
			channel: 'phone',
			has_voice: false,
			has_photo: false,
			told: null,
			told_people: null,
			written_on: null,
			age: null,
			gender: null,
			is_covered: false
		})
		.set({ state: 'withdrawn', changed_at: now })
		.where('id', 'in', told)
		.execute();
	await eraseHelped(trx, told);
	await trx
		.updateTable('need_messages')
		.set({ words: '', ...noVoice })
		.where('need', 'in', told)
		.execute();
	// what staff wrote may quote her
	await trx.deleteFrom('need_notes').where('need', 'in', told).execute();
	await trx.updateTable('need_passes').set({ why: '' }).where('need', 'in', told).execute();
	await trx
		.insertInto('need_events')
		.values(
			standing.map(({ id, state }) => ({
				id: makeId(now.getTime(), randomBytes(10)),
				need: id,
				at: now,
				staff,
				from_state: state,
				to_state: 'withdrawn' as const
			}))
		)
		.execute();
	return heirs;
}
