/**
 * The people of a trainer's labs over time, as they lie on her devices: who they are, and in which sessions they were.
 * Two such groups merge, in any order and as often as one likes. None of it goes to the city.
 */
import * as v from 'valibot';
import { longestNickname, mergeAttendance, type Attendee } from './attendance.ts';
import { canonicalText, hashText } from './fingerprint.ts';
import { personSchema } from './held-session.ts';
import { idSchema } from './id.ts';
import { memberSchema } from './member.ts';

/** Milliseconds since 1970, by the device's clock. */
const momentSchema = v.pipe(v.number(), v.finite());
const nicknameSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(2 * longestNickname));

/** Somebody of a group. */
export const keptMemberSchema = v.strictObject({
	member: memberSchema,
	/** The lab at which she became known. */
	lab: idSchema,
	nickname: v.optional(nicknameSchema),
	/** Was a picture card made for her? */
	hasCard: v.boolean(),
	madeAt: momentSchema,
	changedAt: momentSchema,
	printedAt: v.optional(momentSchema),
	/** The member as whom she goes on: two were one person, or a new card took the place of a lost one. */
	is: v.optional(memberSchema),
	/** Her card was lost, and another one is hers now. */
	isReplaced: v.optional(v.literal(true))
});

export type KeptMember = v.InferOutput<typeof keptMemberSchema>;

/** A session of the group with who was there. */
export const pastSessionSchema = v.strictObject({
	id: idSchema,
	lab: idSchema,
	labName: v.string(),
	modules: v.array(v.string()),
	people: v.array(
		v.strictObject({
			session: idSchema,
			person: personSchema,
			member: v.optional(memberSchema),
			nickname: v.optional(nicknameSchema),
			at: momentSchema,
			sameAs: v.optional(personSchema)
		})
	)
});

export type PastSession = v.InferOutput<typeof pastSessionSchema>;

/** That somebody was forgotten, and when: her number is not in it, and yet no older copy brings her back. */
export const forgottenSchema = v.strictObject({ mark: v.string(), at: momentSchema });

export type Forgotten = v.InferOutput<typeof forgottenSchema>;

export const groupSchema = v.strictObject({
	members: v.array(keptMemberSchema),
	sessions: v.array(pastSessionSchema),
	forgotten: v.array(forgottenSchema)
});

export type Group = v.InferOutput<typeof groupSchema>;

/** By what a forgotten member is known again. */
export function markOf(member: string): string {
	return hashText(`plaza-forgotten ${member}`);
}

/** The member as whom somebody is known now. */
export function followed(member: string, members: readonly KeptMember[]): string {
	const next = new Map(members.map((each) => [each.member, each.is]));
	const seen = new Set<string>();
	let now = member;
	for (let is = next.get(now); is !== undefined && !seen.has(is); is = next.get(now)) {
		seen.add(now);
		now = is;
	}
	return now;
}

/** Two groups as one: by member, by session and person. Who was forgotten in one of them is so in both. */
export function mergeGroups(some: Group, others: Group): Group {
	const forgotten = mergeForgotten([...some.forgotten, ...others.forgotten]);
	const since = new Map(forgotten.map(({ mark, at }) => [mark, at]));
	const isForgotten = (member: string, at: number) =>
		at <= (since.get(markOf(member)) ?? -Infinity);
	return {
		members: mergeMembers(some.members, others.members).filter(
			({ member, changedAt }) => !isForgotten(member, changedAt)
		),
		sessions: mergeSessions(some.sessions, others.sessions).map((session) => ({
			...session,
			people: session.people.map((person) =>
				person.member !== undefined && isForgotten(person.member, person.at)
					? nameless(person)
					: person
			)
		})),
		forgotten
	};
}

/** She was there, and nobody can say any more who she was. */
export function nameless<T extends Pick<Attendee, 'member' | 'nickname'>>(person: T): T {
	const left = { ...person };
	delete left.member;
	delete left.nickname;
	return left;
}

function mergeForgotten(all: Forgotten[]): Forgotten[] {
	const latest = new Map<string, number>();
	for (const { mark, at } of all) latest.set(mark, Math.max(at, latest.get(mark) ?? at));
	return [...latest].map(([mark, at]) => ({ mark, at })).sort((a, b) => (a.mark < b.mark ? -1 : 1));
}

function mergeMembers(some: KeptMember[], others: KeptMember[]): KeptMember[] {
	const merged = new Map<string, KeptMember>();
	for (const each of [...some, ...others]) {
		const known = merged.get(each.member);
		merged.set(each.member, known ? newer(known, each) : each);
	}
	return [...merged.values()].sort((a, b) => (a.member < b.member ? -1 : 1));
}

/** What was changed last holds; what only one of them knows stays. Changed at once, each thing is as the alphabet says. */
function newer(a: KeptMember, b: KeptMember): KeptMember {
	const [older, later] = a.changedAt < b.changedAt ? [a, b] : [b, a];
	const printed = Math.max(a.printedAt ?? 0, b.printedAt ?? 0);
	return {
		...older,
		...(a.changedAt === b.changedAt ? eachLarger(a, b) : later),
		hasCard: a.hasCard || b.hasCard,
		madeAt: Math.min(a.madeAt, b.madeAt),
		...(printed > 0 && { printedAt: printed })
	};
}

function eachLarger(a: KeptMember, b: KeptMember): KeptMember {
	const larger: KeptMember = { ...a };
	for (const key of Object.keys(b) as (keyof KeptMember)[]) {
		if (canonicalText(b[key]) > canonicalText(a[key] ?? null) || a[key] === undefined)
			Object.assign(larger, { [key]: b[key] });
	}
	return larger;
}

function mergeSessions(some: PastSession[], others: PastSession[]): PastSession[] {
	const merged = new Map<string, PastSession>();
	for (const each of [...some, ...others]) {
		const known = merged.get(each.id);
		merged.set(each.id, {
			...(known ?? each),
			people: mergeAttendance(known?.people ?? [], each.people)
		});
	}
	return [...merged.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
