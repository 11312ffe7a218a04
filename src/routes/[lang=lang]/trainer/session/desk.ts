import { cryptography } from '$lib/device/cryptography.ts';
import { endSession, lead, runningSession, startSession } from '$lib/device/session/lead.ts';
import {
	addByNickname,
	countPerson,
	joinDevices,
	listAttendees
} from '$lib/device/session/list.ts';
import { preparedForNow } from '$lib/device/trainer-ready.ts';
import { readTrainer, touchTrainer, trainerKey } from '$lib/device/trainer.ts';
import type { PersonCode } from '$lib/domain/attendance.ts';
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
	const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
		const done = last.then(work);
		last = done.catch(() => undefined);
		void touchTrainer();
		return done;
	};
	return {
		labs: trainer.labs,
		running: () => runningSession(),
		prepared: () => preparedForNow(),
		start: (plan: SessionPlan) => startSession(plan, lang),
		lead: (session: HeldSession) => lead(session, lang),
		list: (session: HeldSession) => listAttendees(opener, session.id),
		count: (session: HeldSession, person: PersonCode) =>
			inTurn(() => countPerson(opener, session, person, lang)),
		add: (session: HeldSession, nickname: string) =>
			inTurn(() => addByNickname(opener, session, nickname, lang)),
		same: (session: HeldSession, one: string, other: string) =>
			inTurn(() => joinDevices(opener, session, one, other, lang)),
		end: ({ id }: HeldSession) => endSession(id)
	};
}
