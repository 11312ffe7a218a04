/** The group of this device's trainer: its people, sealed under her key, counted in her sessions and known again. */
import { freeNickname, type Attendee, type PersonCode } from '../domain/attendance.ts';
import { hashText, toBase64Url } from '../domain/fingerprint.ts';
import type { HeldSession } from '../domain/held-session.ts';
import { memberBytes, personOf } from '../domain/member.ts';
import { newCards } from '../domain/trainer-cards.ts';
import { followed, type KeptMember } from '../domain/trainer-group.ts';
import { randomBytes } from './chance.ts';
import { countPerson, joinDevices, listAttendees } from './session/list.ts';
import { keepThing, readThings, type Opener } from './trainer-rows.ts';

const memberKind = 'member';

/** What came of counting somebody. */
export type CountedPerson = Awaited<ReturnType<typeof countPerson>>;

/** All people of her groups, of every lab. */
export async function readMembers(opener: Opener): Promise<KeptMember[]> {
	return (await readThings<KeptMember>(opener, memberKind)).map(({ value }) => value);
}

/** Keeps somebody of the group, or what changed of her. */
export async function keepMember(opener: Opener, value: KeptMember): Promise<void> {
	await keepThing(opener, memberKind, { id: rowOf(opener, value.member), session: '', value });
}

/** The row of a member: always the same, and her number is not in it. */
export function rowOf({ key }: Opener, member: string): string {
	return hashText(`plaza-member ${key} ${member}`).slice(0, 22);
}

/** Makes cards for a lab; fewer than asked for when no three pictures are free any more. */
export async function makeCards(
	opener: Opener,
	lab: string,
	many: number,
	now = Date.now()
): Promise<KeptMember[]> {
	const taken = (await readMembers(opener)).map(({ member }) => member);
	const made = newCards(many, taken, randomBytes).map((member) => ({
		...{ member, lab, hasCard: true, madeAt: now, changedAt: now }
	}));
	await Promise.all(made.map((card) => keepMember(opener, card)));
	return made;
}

/** Notes that cards are printed now; from now on somebody without one has one, too. */
export async function notePrinted(
	opener: Opener,
	cards: readonly string[],
	now = Date.now()
): Promise<void> {
	const wanted = (await readMembers(opener)).filter(({ member }) => cards.includes(member));
	for (const card of wanted)
		await keepMember(opener, { ...card, hasCard: true, printedAt: now, changedAt: now });
}

/** A new card in the place of one that was lost: it is hers from now on, and the old one says so when it is scanned. */
export async function replaceCard(
	opener: Opener,
	lost: string,
	now = Date.now()
): Promise<KeptMember | undefined> {
	const known = (await readMembers(opener)).find(({ member }) => member === lost);
	const [card] = known ? await makeCards(opener, known.lab, 1, now) : [];
	if (!known || !card) return undefined;
	const { nickname } = known;
	const named = { ...card, ...(nickname !== undefined && { nickname }) };
	await keepMember(opener, named);
	await keepMember(opener, { ...known, is: card.member, isReplaced: true, changedAt: now });
	return named;
}

/**
 * Counts somebody who is known by a member's number. Her nickname is that of the group; where the group has none, the one
 * that she says is kept. Two numbers of one person count once.
 */
export async function countMember(
	opener: Opener,
	session: HeldSession,
	code: Omit<PersonCode, 'session'>,
	lang: string,
	now = Date.now(),
	hasCard = false
): Promise<CountedPerson> {
	const { member } = code;
	if (member === undefined) return countPerson(opener, session, code, lang, now);
	const members = await readMembers(opener);
	const is = followed(member, members);
	const known = members.find((each) => each.member === is);
	const nickname = known?.nickname ?? code.nickname;
	const counted = await countPerson(
		opener,
		session,
		{ ...code, ...(nickname !== undefined && { nickname }) },
		lang,
		now
	);
	const called = counted.attendee.nickname;
	const before = known ?? { member: is, lab: session.lab, hasCard, madeAt: now, changedAt: now };
	if (!known || (known.nickname === undefined && called !== undefined))
		await keepMember(opener, {
			...before,
			changedAt: now,
			...(called !== undefined && { nickname: called })
		});
	const other = (await listAttendees(opener, session.id)).find(
		(each) =>
			each.person !== code.person &&
			each.member !== undefined &&
			each.sameAs === undefined &&
			followed(each.member, members) === is
	);
	if (other && counted.attendee.sameAs === undefined)
		await joinDevices(opener, session, other.person, code.person, lang, now);
	return counted;
}

/** Counts somebody by her card; `replaced`: it was lost, and she has another one. A card that nobody knows counts too. */
export async function countCard(
	opener: Opener,
	session: HeldSession,
	member: string,
	lang: string,
	now = Date.now()
): Promise<(CountedPerson & { isUnknown: boolean }) | 'replaced'> {
	const known = (await readMembers(opener)).find((each) => each.member === member);
	if (known?.isReplaced) return 'replaced';
	const code = { member, person: personOf(member, session.id) };
	return { ...(await countMember(opener, session, code, lang, now, true)), isUnknown: !known };
}

/** Who was here before and is not counted in this session: the named people of its lab, in the order of their names. */
export async function offeredAgain(
	opener: Opener,
	session: HeldSession,
	list: readonly Attendee[]
): Promise<KeptMember[]> {
	const members = await readMembers(opener);
	const here = new Set(list.flatMap(({ member }) => (member ? followed(member, members) : [])));
	const order = new Intl.Collator();
	return members
		.filter(({ member, lab, is, nickname }) => {
			const isOwn = lab === session.lab && is === undefined && nickname !== undefined;
			return isOwn && !here.has(member);
		})
		.sort((a, b) => order.compare(a.nickname ?? '', b.nickname ?? ''));
}

/** Why a card cannot be given to somebody: it is another person's, or was replaced. */
export type CardTaken = { taken: string | undefined } | 'replaced';

/**
 * Adds somebody without a phone, by a nickname that nobody of the list and of her lab's group has; with a card, or without
 * one: then it can be printed later.
 */
export async function addNamed(
	opener: Opener,
	session: HeldSession,
	nickname: string,
	lang: string,
	card?: string,
	now = Date.now()
): Promise<CountedPerson | CardTaken> {
	const members = await readMembers(opener);
	const known = card && members.find(({ member }) => member === card);
	if (known && known.isReplaced) return 'replaced';
	if (known && known.nickname !== undefined) return { taken: known.nickname };
	const list = await listAttendees(opener, session.id);
	const ofLab = members.filter(({ lab, is }) => lab === session.lab && is === undefined);
	const member = card ?? toBase64Url(randomBytes(memberBytes));
	const free = freeNickname(nickname, [...list, ...ofLab]);
	const person = personOf(member, session.id);
	const code = { member, person, nickname: free };
	return countMember(opener, session, code, lang, now, card !== undefined);
}
