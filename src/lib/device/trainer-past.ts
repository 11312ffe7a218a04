/** The group over time: all her sessions with who was there, changed by her hand, and merged with a copy from elsewhere. */
import { freeNickname, type Attendee } from '../domain/attendance.ts';
import { canonicalText } from '../domain/fingerprint.ts';
import { openWith, sealWith } from '../domain/seal.ts';
import {
	followed,
	markOf,
	mergeGroups,
	nameless,
	type Forgotten,
	type Group,
	type PastSession
} from '../domain/trainer-group.ts';
import { device } from './database.ts';
import { keepMember, readMembers, rowOf } from './trainer-group.ts';
import { dropThing, keepThing, readThings, type Opener } from './trainer-rows.ts';

/** A session that another device led, from a sealed copy. */
const pastKind = 'past-session';
const forgottenKind = 'forgotten';

/** The whole group: what was counted on this device, and what sealed copies brought. */
export async function readGroup(opener: Opener): Promise<Group> {
	const [members, forgotten, past, led, people] = await Promise.all([
		readMembers(opener),
		readThings<Forgotten>(opener, forgottenKind),
		readThings<PastSession>(opener, pastKind),
		device.sessions.toArray(),
		openAttendees(opener)
	]);
	const own = led.map(({ id, lab, labName, modules }): PastSession => ({
		...{ id, lab, labName, modules },
		people: people.flatMap(({ attendee }) => (attendee.session === id ? asPast(attendee) : []))
	}));
	const brought = { members: [], sessions: past.map(({ value }) => value), forgotten: [] };
	return mergeGroups(
		{ members, sessions: own, forgotten: forgotten.map(({ value }) => value) },
		brought
	);
}

function asPast({ session, person, member, nickname, at, sameAs }: Attendee) {
	return {
		...{ session, person, at },
		...(member !== undefined && { member }),
		...(nickname !== undefined && { nickname }),
		...(sameAs !== undefined && { sameAs })
	};
}

/** Takes over a copy: both know afterwards what either knew. Says how many people and sessions are new here. */
export async function mergeCopy(
	opener: Opener,
	copy: Group
): Promise<{ people: number; sessions: number }> {
	const own = await readGroup(opener);
	const merged = mergeGroups(own, copy);
	const [members, sessions, forgotten] = [
		changed(merged.members, own.members, ({ member }) => member),
		changed(merged.sessions, own.sessions, ({ id }) => id),
		changed(merged.forgotten, own.forgotten, ({ mark }) => mark)
	];
	for (const { mark, at } of forgotten) await keepForgotten(opener, { mark, at });
	const left = new Set(merged.members.map(({ member }) => member));
	for (const { member } of own.members)
		if (!left.has(member)) await dropThing(rowOf(opener, member));
	for (const member of members) await keepMember(opener, member);
	for (const value of sessions)
		await keepThing(opener, pastKind, { id: rowOf(opener, value.id), session: value.id, value });
	if (forgotten.length > 0) await forgetVisits(opener, merged.forgotten);
	const isNew = <T>(all: T[], here: T[], idOf: (each: T) => string) => {
		const ids = new Set(here.map(idOf));
		return all.filter((each) => !ids.has(idOf(each))).length;
	};
	return {
		people: isNew(members, own.members, ({ member }) => member),
		sessions: isNew(sessions, own.sessions, ({ id }) => id)
	};
}

function changed<T>(all: T[], before: T[], idOf: (each: T) => string): T[] {
	const texts = new Map(before.map((each) => [idOf(each), canonicalText(each)]));
	return all.filter((each) => texts.get(idOf(each)) !== canonicalText(each));
}

/** Calls somebody by another nickname, here and in every list; one that is taken at her lab gets a number. */
export async function renameMember(
	opener: Opener,
	member: string,
	wished: string,
	now = Date.now()
): Promise<string | undefined> {
	const members = await readMembers(opener);
	const known = members.find((each) => each.member === member);
	if (!known) return undefined;
	const others = members.filter(({ lab, is, member: one }) => {
		return lab === known.lab && is === undefined && one !== member;
	});
	const nickname = freeNickname(wished, others);
	await keepMember(opener, { ...known, nickname, changedAt: now });
	await changeAttendees(opener, (attendee) =>
		attendee.member !== undefined && followed(attendee.member, members) === member
			? { ...attendee, nickname }
			: attendee
	);
	return nickname;
}

/** Two of the group are one person: she is known by both cards or phones from now on. Which number leads, the alphabet says. */
export async function joinMembers(
	opener: Opener,
	one: string,
	other: string,
	now = Date.now()
): Promise<void> {
	const members = await readMembers(opener);
	const [first, second] = [one, other]
		.map((member) => followed(member, members))
		.sort()
		.map((member) => members.find((each) => each.member === member));
	if (!first || !second || first.member === second.member) return;
	const nickname = first.nickname ?? second.nickname;
	await keepMember(opener, {
		...first,
		hasCard: first.hasCard || second.hasCard,
		changedAt: now,
		...(nickname !== undefined && { nickname })
	});
	await keepMember(opener, { ...second, is: first.member, changedAt: now });
}

/** Forgets somebody: who she was is gone, that somebody was there stays. No older copy brings her back. */
export async function forgetMember(
	opener: Opener,
	member: string,
	now = Date.now()
): Promise<void> {
	const members = await readMembers(opener);
	const hers = members.filter((each) => followed(each.member, members) === member);
	for (const each of hers) await keepForgotten(opener, { mark: markOf(each.member), at: now });
	await forgetVisits(
		opener,
		(await forgottenHere(opener)).map(({ value }) => value)
	);
	for (const each of hers) await dropThing(rowOf(opener, each.member));
}

function forgottenHere(opener: Opener) {
	return readThings<Forgotten>(opener, forgottenKind);
}

async function keepForgotten(opener: Opener, value: Forgotten): Promise<void> {
	await keepThing(opener, forgottenKind, { id: rowOf(opener, value.mark), session: '', value });
}

async function forgetVisits(opener: Opener, forgotten: Forgotten[]): Promise<void> {
	const since = new Map(forgotten.map(({ mark, at }) => [mark, at]));
	const strip = <T extends Pick<Attendee, 'member' | 'nickname' | 'at'>>(person: T): T =>
		person.member !== undefined && person.at <= (since.get(markOf(person.member)) ?? -Infinity)
			? nameless(person)
			: person;
	await changeAttendees(opener, strip);
	for (const { id, session, value } of await readThings<PastSession>(opener, pastKind)) {
		const stripped = { ...value, people: value.people.map(strip) };
		if (canonicalText(stripped) !== canonicalText(value))
			await keepThing(opener, pastKind, { id, session, value: stripped });
	}
}

async function openAttendees({ crypt, key }: Opener) {
	const rows = await device.attendees.toArray();
	const opened = await Promise.all(
		rows.map(async (row) => {
			const text = await openWith(crypt, key, row.sealed);
			return text === undefined ? [] : [{ row, attendee: JSON.parse(text) as Attendee }];
		})
	);
	return opened.flat();
}

async function changeAttendees(
	opener: Opener,
	change: (attendee: Attendee) => Attendee
): Promise<void> {
	for (const { row, attendee } of await openAttendees(opener)) {
		const after = change(attendee);
		if (canonicalText(after) === canonicalText(attendee)) continue;
		const sealed = await sealWith(opener.crypt, opener.key, JSON.stringify(after));
		await device.attendees.put({ ...row, sealed });
	}
}
