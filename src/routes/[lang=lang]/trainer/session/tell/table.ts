import { newNeedIdentity } from '$lib/device/needs.ts';
import { ledSession, runningSession } from '$lib/device/session/lead.ts';
import { listAttendees } from '$lib/device/session/list.ts';
import { findPaper, readPaper } from '$lib/device/trainer-paper.ts';
import {
	begin,
	dropBegun,
	keepBegun,
	listTold,
	readBegun,
	tellForOthers,
	type For
} from '$lib/device/trainer-told.ts';
import { touchTrainer } from '$lib/device/trainer.ts';
import type { HeldSession } from '$lib/domain/held-session.ts';
import type { Telling } from '../../../needs/new/own-telling.ts';
import { openerOfTrainer } from '../../opener.ts';

export type Table = NonNullable<Awaited<ReturnType<typeof openTable>>>;

/** What the trainer who is signed in on this device does to tell for others; undefined where nobody is. */
export async function openTable() {
	const opener = await openerOfTrainer();
	if (!opener) return undefined;
	let begun: Awaited<ReturnType<typeof readBegun>>;
	return {
		running: () => runningSession(),
		/** The session in which something is begun: it may be over by now. */
		sessionOf: (id: string) => ledSession(id),
		people: ({ id }: HeldSession) => listAttendees(opener, id),
		begun: async () => (begun = await readBegun(opener)),
		begin: ({ id }: HeldSession, whom: For) => begin(opener, id, whom),
		drop: async () => {
			await dropBegun();
			begun = undefined;
		},
		told: async (id: string) => (await listTold(opener)).find((each) => each.id === id),
		readPaper: (text: string) => readPaper(opener, text),
		findPaper: (typed: string) => findPaper(opener, typed),
		/** Where the form keeps what is told in this session. */
		telling: (session: HeldSession): Telling => ({
			begun: async () => (begun ??= await readBegun(opener))?.typed,
			keepDraft: async (typed) => {
				begun &&= { ...begun, typed };
				await Promise.all([begun && keepBegun(opener, begun), touchTrainer()]);
			},
			newNeedIdentity: () => newNeedIdentity(),
			keepNeed: async (need, _, identity = newNeedIdentity()) => {
				const id = await tellForOthers(opener, session, need, identity);
				begun = undefined;
				return id;
			}
		})
	};
}
