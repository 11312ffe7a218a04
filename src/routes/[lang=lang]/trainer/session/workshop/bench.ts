import { randomBytes } from '$lib/device/chance.ts';
import { runningSession } from '$lib/device/session/lead.ts';
import { listAttendees } from '$lib/device/session/list.ts';
import {
	keepWorkshop,
	listCasts,
	needsToldHere,
	readWorkshop,
	takeCasts,
	tellWorkshop
} from '$lib/device/session/workshop.ts';
import { touchTrainer } from '$lib/device/trainer.ts';
import { toBase64Url } from '$lib/domain/fingerprint.ts';
import { personBytes, type HeldSession } from '$lib/domain/held-session.ts';
import { makeId } from '$lib/domain/id.ts';
import { startOf } from '$lib/domain/session-hours.ts';
import type { WorkshopBody } from '$lib/domain/workshop.ts';
import type { Cast } from '$lib/domain/workshop/cast.ts';
import type { Workshop } from '$lib/domain/workshop/state.ts';
import { openHers } from '../opener.ts';

export type Bench = Exclude<Awaited<ReturnType<typeof openBench>>, string>;

/**
 * What the trainer can do with the workshop of her session; `locked` where nobody is signed in, `none` where no session runs.
 * One thing is kept after the other, and while the page stands it goes on to work.
 */
export async function openBench(lang: string) {
	const opener = await openHers();
	if (!opener) return 'locked';
	const running = await runningSession();
	if (!running) return 'none';
	const session: HeldSession = running;
	let last: Promise<unknown> = Promise.resolve();
	const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
		const done = last.then(work);
		last = done.catch(() => undefined);
		void touchTrainer();
		return done;
	};
	return {
		session,
		workshop: await readWorkshop(opener, session.id),
		people: () => listAttendees(opener, session.id),
		told: () => needsToldHere(opener, session.id, startOf(session)),
		newId: () => makeId(Date.now(), randomBytes(10)),
		/** A pseudonym for somebody whom nobody knows. */
		nobody: () => toBase64Url(randomBytes(personBytes)),
		keep: (workshop: Workshop) => inTurn(() => keepWorkshop(opener, session.id, workshop)),
		casts: (mark: string) => listCasts(opener, session.id, mark),
		take: (taken: { mark: string; own: boolean; casts: Cast[] }) =>
			inTurn(() => takeCasts(opener, session.id, taken)),
		/** Keeps the result for the city, and that it was told; where there is internet it goes at once. */
		async tell(body: WorkshopBody, told: Workshop) {
			await inTurn(async () => {
				await tellWorkshop(opener, session, body, lang);
				await keepWorkshop(opener, session.id, told);
			});
			const { wake } = await import('$lib/device/wake.ts');
			void wake();
		}
	};
}
