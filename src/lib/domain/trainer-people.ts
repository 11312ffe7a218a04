/** What a trainer reads of her group: the people of a lab with their visits, who has not been seen lately, and the table of it. */
import { peopleIn } from './attendance.ts';
import { csvOf } from './csv.ts';
import { timeOfId } from './id.ts';
import { followed, type Group, type PastSession } from './trainer-group.ts';

/** Who was in none of so many sessions of her lab, the last ones, has not been seen lately. */
export const sessionsMissed = 3;

/** Somebody of a lab's group. */
export interface GroupPerson {
	/** The member as whom she is known now. */
	member: string;
	nickname?: string;
	hasCard: boolean;
	/** Sessions of this lab in which she was, the last one first. */
	visits: PastSession[];
	/** She was here before, and in none of the last sessions. */
	isMissing: boolean;
}

/** The sessions of a lab, the last one first. */
export function sessionsAt(group: Group, lab: string): PastSession[] {
	return group.sessions
		.filter((session) => session.lab === lab)
		.sort((a, b) => timeOfId(b.id) - timeOfId(a.id));
}

/** How many people were in a session. */
export function manyIn({ people }: PastSession): number {
	return peopleIn(people).length;
}

/** The people of a lab: who became known there by name, and who was in one of its sessions; by nickname, the nameless last. */
export function peopleAt(group: Group, lab: string, locale?: string): GroupPerson[] {
	const sessions = sessionsAt(group, lab);
	const last = sessions.slice(0, sessionsMissed);
	const visits = new Map<string, PastSession[]>();
	for (const session of sessions) {
		const here = session.people.flatMap(({ member }) =>
			member === undefined ? [] : followed(member, group.members)
		);
		for (const member of new Set(here))
			visits.set(member, [...(visits.get(member) ?? []), session]);
	}
	const people = group.members
		.filter(({ member, lab: own, is, nickname }) => {
			// a card that nobody has yet is nobody
			const isSomebody = own === lab && nickname !== undefined;
			return is === undefined && (isSomebody || visits.has(member));
		})
		.map(({ member, nickname, hasCard }) => {
			const hers = visits.get(member) ?? [];
			const isMissing =
				hers.length > 0 &&
				last.length === sessionsMissed &&
				!hers.some((session) => last.includes(session));
			return {
				member,
				hasCard,
				visits: hers,
				isMissing,
				...(nickname !== undefined && { nickname })
			};
		});
	const order = new Intl.Collator(locale);
	return people.sort(
		(a, b) =>
			Number(a.nickname === undefined) - Number(b.nickname === undefined) ||
			order.compare(a.nickname ?? '', b.nickname ?? '') ||
			(a.member < b.member ? -1 : 1)
	);
}

/** Does a nickname begin, or one of its words, with what was typed? Any case, with or without accents. */
export function fitsTyped(nickname: string | undefined, typed: string): boolean {
	const wanted = plain(typed.trim());
	return wanted === '' || ` ${plain(nickname ?? '')}`.includes(` ${wanted}`);
}

function plain(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * The visits of a lab as a table for a spreadsheet, one line for each person and session.
 * @param head the words of its first line: day, nickname, modules
 * @param dayOf the day of a session, from milliseconds since 1970
 */
export function visitsTable(
	people: readonly GroupPerson[],
	head: [string, string, string],
	dayOf: (at: number) => string,
	titleOf: (module: string) => string
): string {
	const rows = people.flatMap(({ nickname = '', visits }) =>
		visits.map(({ id, modules }) => [
			dayOf(timeOfId(id)),
			nickname,
			modules.map(titleOf).join(', ')
		])
	);
	return csvOf([head, ...rows]);
}
