/** Joining a session on this phone, and leaving it again. */
import type { EnvelopeOf } from '../../domain/envelope.ts';
import { toBase64Url } from '../../domain/fingerprint.ts';
import type { HeldSession, Joined } from '../../domain/held-session.ts';
import { memberBytes, personOf } from '../../domain/member.ts';
import { untilHere } from '../../domain/session-hours.ts';
import { makeId } from '../../domain/id.ts';
import { randomBytes } from '../chance.ts';
import { device, readFact, writeFact } from '../database.ts';
import { joinedFact, memberFact, placeFact, readJoined, voteFact } from '../joined.ts';
import { entryFor } from '../outbox.ts';
import { isShared } from '../shared-phone.ts';
import { tellAndKeep } from '../told.ts';
import { holdVersion, letVersionGo } from './hold.ts';
import { standIn } from './join-tablet.ts';

/** The submission that a person takes part in a session. */
export function attendanceOf(
	{ id, lab }: Pick<HeldSession, 'id' | 'lab'>,
	person: string,
	lang: string,
	now: number,
	sameAs?: string
): EnvelopeOf<'attendance'> {
	const joinedAt = new Date(now).toISOString();
	return {
		id: makeId(now, randomBytes(10)),
		kind: 'attendance',
		schema: 1,
		madeAt: joinedAt,
		lang,
		lab,
		session: id,
		person,
		media: [],
		body: { joinedAt, ...(sameAs !== undefined && { sameAs }) }
	};
}

/**
 * Joins a session under a pseudonym of its own: one transaction keeps it and the attendance that goes to the city. Joined
 * again, the first pseudonym stays; another session takes the place of the last one. What several people use stays in the
 * session for the next one.
 * @param card the member whose picture card was scanned; else this phone's person, who gets a number with the first session
 */
export async function join(
	session: HeldSession,
	lang: string,
	now = Date.now(),
	card?: string
): Promise<Joined> {
	const fresh = toBase64Url(randomBytes(memberBytes));
	const joined = await device.transaction('rw', device.facts, device.outbox, async () => {
		if (await isShared()) await standIn(session, now);
		const joined = await readJoined(now);
		if (joined?.id === session.id && (card === undefined || card === joined.member)) return joined;
		const member = card ?? (await readFact<string>(memberFact)) ?? fresh;
		const person = personOf(member, session.id);
		const until = untilHere(session, now);
		const wanted: Joined = { ...session, person, member, joinedAt: now, until };
		await writeFact(memberFact, member);
		await writeFact(joinedFact, wanted);
		await tellAndKeep(entryFor(attendanceOf(session, person, lang, now), now));
		return wanted;
	});
	await holdVersion('joined', { since: now, until: joined.until });
	return joined;
}

/** What the trainer may call her: it stays on this phone and the trainer's. Empty takes it back. */
export async function setNickname(nickname: string): Promise<void> {
	await device.transaction('rw', device.facts, async () => {
		const joined = await readJoined();
		if (!joined) return;
		const { nickname: before, ...nameless } = joined;
		if (before === nickname) return;
		await writeFact(joinedFact, nickname === '' ? nameless : { ...nameless, nickname });
	});
}

/** She leaves the session: what she tells from now on does not belong to it. That she took part remains. */
export async function leaveSession(): Promise<void> {
	await device.facts.bulkDelete([joinedFact, placeFact, voteFact]);
	await letVersionGo('joined');
}
