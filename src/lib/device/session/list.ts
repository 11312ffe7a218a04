/**
 * Who takes part in the sessions of this device's trainer: pseudonyms and nicknames, sealed under her key. The city hears
 * only that a pseudonym took part.
 */
import {
	counted,
	freeNickname,
	mergeAttendance,
	stateAt,
	type Attendee,
	type PersonCode
} from '../../domain/attendance.ts';
import { toBase64Url } from '../../domain/fingerprint.ts';
import type { HeldSession } from '../../domain/held-session.ts';
import { memberBytes, personOf } from '../../domain/member.ts';
import type { InRoom } from '../../domain/room.ts';
import { isSameState } from '../../domain/room-state.ts';
import { openWith, sealWith } from '../../domain/seal.ts';
import { randomBytes } from '../chance.ts';
import { device, type SealedAttendee } from '../database.ts';
import { entryFor } from '../outbox.ts';
import type { Opener } from '../trainer-rows.ts';
import { attendanceOf } from './join.ts';

/** The list of a session, in the order in which people came. What another trainer's key sealed is left out. */
export async function listAttendees(opener: Opener, session: string): Promise<Attendee[]> {
	const rows = await openRows(opener, session);
	return mergeAttendance(
		rows.map(({ attendee }) => attendee),
		[]
	);
}

/**
 * Counts somebody whose phone's code was scanned: on the list, and for the city, in one transaction.
 * @returns whether she is `new`, or was counted before; then what she has said since is taken over
 */
export async function countPerson(
	opener: Opener,
	session: HeldSession,
	{ person, nickname, member, state }: Omit<PersonCode, 'session'>,
	lang: string,
	now = Date.now()
): Promise<{ was: 'new' | 'known'; attendee: Attendee }> {
	const rows = await openRows(opener, session.id);
	const known = rows.find(({ attendee }) => attendee.person === person);
	const others = rows.filter((row) => row !== known).map(({ attendee }) => attendee);
	const free = nickname === undefined ? undefined : freeNickname(nickname, others);
	const attendee: Attendee = {
		...(known?.attendee ?? { session: session.id, person, at: now }),
		...(free !== undefined && { nickname: free }),
		...(member !== undefined && { member }),
		...(state && { state: stateAt(known?.attendee.state, state, now) })
	};
	await keep(opener, attendee, known?.row.id, known ? undefined : { session, lang, now });
	return { was: known ? 'known' : 'new', attendee };
}

/** What is heard of somebody within this time is written only where it is new, in milliseconds. */
const grain = 30_000;

/**
 * Takes over what the room says: who is not on the list is counted, here and for the city, and how far each is.
 * @returns whether the list is another one now
 */
export async function countHeard(
	opener: Opener,
	session: HeldSession,
	people: readonly InRoom[],
	lang: string,
	now = Date.now()
): Promise<boolean> {
	const rows = await openRows(opener, session.id);
	let isChanged = false;
	for (const { person, pictures, state, came, said } of people) {
		const known = rows.find(({ attendee }) => attendee.person === person);
		const before = known?.attendee.state;
		const at = now - said * 1000;
		const isNews = at - (before?.at ?? -Infinity) > (isSameState(before, state) ? grain : 0);
		if (known && !isNews) continue;
		const attendee: Attendee = {
			...(known?.attendee ?? { session: session.id, person, at: now - came * 1000 }),
			...(known?.attendee.member === undefined && { pictures }),
			state: stateAt(before, state, at)
		};
		await keep(opener, attendee, known?.row.id, known ? undefined : { session, lang, now });
		isChanged = true;
	}
	return isChanged;
}

/** Adds somebody without a phone, by a nickname that nobody of the list has. */
export async function addByNickname(
	opener: Opener,
	session: HeldSession,
	nickname: string,
	lang: string,
	now = Date.now()
): Promise<Attendee> {
	const member = toBase64Url(randomBytes(memberBytes));
	const person = personOf(member, session.id);
	return (await countPerson(opener, session, { person, member, nickname }, lang, now)).attendee;
}

/** Gives somebody on the list a nickname that nobody else of it has. */
export async function namePerson(
	opener: Opener,
	session: HeldSession,
	person: string,
	wished: string
): Promise<void> {
	const rows = await openRows(opener, session.id);
	const known = rows.find(({ attendee }) => attendee.person === person);
	if (!known) return;
	const others = rows.filter((row) => row !== known).map(({ attendee }) => attendee);
	const nickname = freeNickname(wished, others);
	await keep(opener, { ...known.attendee, nickname }, known.row.id);
}

/** Says that two on the list are one person with two devices: she is counted once, here and at the city. */
export async function joinDevices(
	opener: Opener,
	session: HeldSession,
	one: string,
	other: string,
	lang: string,
	now = Date.now()
): Promise<void> {
	const rows = await openRows(opener, session.id);
	const { person, sameAs } = counted(one, other);
	const second = rows.find(({ attendee }) => attendee.person === person);
	const first = rows.find(({ attendee }) => attendee.person === sameAs);
	if (!second || !first || person === sameAs) return;
	const nickname = first.attendee.nickname ?? second.attendee.nickname;
	if (nickname !== undefined) await keep(opener, { ...first.attendee, nickname }, first.row.id);
	await keep(opener, { ...second.attendee, sameAs }, second.row.id, { session, lang, now });
}

async function keep(
	{ crypt, key }: Opener,
	attendee: Attendee,
	id = toBase64Url(randomBytes(9)),
	tell?: { session: HeldSession; lang: string; now: number }
): Promise<void> {
	const sealed = await sealWith(crypt, key, JSON.stringify(attendee));
	const entry =
		tell &&
		entryFor(
			attendanceOf(tell.session, attendee.person, tell.lang, tell.now, attendee.sameAs),
			tell.now
		);
	await device.transaction('rw', device.attendees, device.outbox, async () => {
		await device.attendees.put({ id, session: attendee.session, sealed });
		if (entry) await device.outbox.add(entry);
	});
}

async function openRows(
	{ crypt, key }: Opener,
	session: string
): Promise<{ row: SealedAttendee; attendee: Attendee }[]> {
	const rows = await device.attendees.where('session').equals(session).toArray();
	const opened = await Promise.all(
		rows.map(async (row) => {
			const text = await openWith(crypt, key, row.sealed);
			return text === undefined ? [] : [{ row, attendee: JSON.parse(text) as Attendee }];
		})
	);
	return opened.flat();
}
