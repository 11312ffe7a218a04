import { cryptography } from '$lib/device/cryptography.ts';
import {
	endSession,
	lead,
	noteClosing,
	runningSession,
	startSession
} from '$lib/device/session/lead.ts';
import { countHeard, joinDevices, listAttendees, namePerson } from '$lib/device/session/list.ts';
import { hearRoom } from '$lib/device/session/listen.ts';
import { forgetHanded } from '$lib/device/trainer-told.ts';
import { preparedForNow } from '$lib/device/trainer-ready.ts';
import { readTrainer, touchTrainer, trainerKey } from '$lib/device/trainer.ts';
import { addNamed, countCard, countMember, offeredAgain } from '$lib/device/trainer-group.ts';
import type { Attendee, PersonCode } from '$lib/domain/attendance.ts';
import type { HeldSession } from '$lib/domain/held-session.ts';
import type { SessionPlan } from '$lib/device/session/lead.ts';

export type Desk = NonNullable<Awaited<ReturnType<typeof openDesk>>>;

/**
 * What the trainer who is signed in on this device can do with her sessions; undefined where nobody is. While the page
 * stands it goes on to work: a session is not interrupted by the lock.
 */
export async function openDesk(lang: string) {
	const [trainer, key] = [await readTrainer(), await trainerKey()];
	if (!trainer || key === undefined) return undefined;
	const opener = { crypt: await cryptography(), key };
	// one after the other: two codes that are read at once are two people
	let last: Promise<unknown> = Promise.resolve();
	const queue = <T>(work: () => Promise<T>): Promise<T> => {
		const done = last.then(work);
		last = done.catch(() => undefined);
		return done;
	};
	const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
		void touchTrainer();
		return queue(work);
	};
	return {
		labs: trainer.labs,
		running: () => runningSession(),
		prepared: () => preparedForNow(),
		start: (plan: SessionPlan) => startSession(plan, lang),
		lead: (session: HeldSession) => lead(session, lang),
		list: (session: HeldSession) => listAttendees(opener, session.id),
		count: (session: HeldSession, person: PersonCode) =>
			inTurn(() => countMember(opener, session, person, lang)),
		card: (session: HeldSession, member: string) =>
			inTurn(() => countCard(opener, session, member, lang)),
		add: (session: HeldSession, nickname: string, card?: string) =>
			inTurn(() => addNamed(opener, session, nickname, lang, card)),
		offered: (session: HeldSession, list: readonly Attendee[]) =>
			offeredAgain(opener, session, list),
		name: (session: HeldSession, person: string, nickname: string) =>
			inTurn(() => namePerson(opener, session, person, nickname)),
		same: (session: HeldSession, one: string, other: string) =>
			inTurn(() => joinDevices(opener, session, one, other, lang)),
		/** Hears the room, and whether the list is another one now; undefined where no network is. */
		hear: async (session: HeldSession) => {
			const room = await hearRoom(session);
			if (!room) return undefined;
			const isNew = await queue(() => countHeard(opener, session, room.people, lang));
			return { isNew, address: room.address };
		},
		goOn: ({ id }: HeldSession) => noteClosing(id, false),
		end: async ({ id }: HeldSession) => {
			await endSession(id);
			await forgetHanded(opener, id);
		}
	};
}
