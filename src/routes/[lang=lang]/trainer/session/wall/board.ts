import { randomBytes } from '$lib/device/chance.ts';
import { runningSession } from '$lib/device/session/lead.ts';
import { listAttendees } from '$lib/device/session/list.ts';
import { needsToldHere } from '$lib/device/session/workshop.ts';
import { touchTrainer } from '$lib/device/trainer.ts';
import { dropThing, keepThing, readThings } from '$lib/device/trainer-rows.ts';
import { peopleIn } from '$lib/domain/attendance.ts';
import { makeId } from '$lib/domain/id.ts';
import { startOf } from '$lib/domain/session-hours.ts';
import { openHers } from '../opener.ts';

/** Something that somebody agreed to show; `need` is the one that was told with these words. */
export interface Note {
	words: string;
	shown: boolean;
	need?: string;
}

const kind = 'wall';

/** What the trainer can do with the wall of her session; `locked` where nobody is signed in, `none` where no session runs. */
export async function openWall() {
	const opener = await openHers();
	if (!opener) return 'locked';
	const session = await runningSession();
	if (!session) return 'none';
	return {
		session,
		/** How many steps were done, as far as this device knows it from the codes that it has scanned. */
		steps: async () =>
			peopleIn(await listAttendees(opener, session.id)).reduce(
				(sum, { state }) => sum + (state?.done ?? 0),
				0
			),
		told: () => needsToldHere(opener, session.id, startOf(session)),
		notes: () => readThings<Note>(opener, kind, session.id),
		async keep(value: Note, id = makeId(Date.now(), randomBytes(10))) {
			await touchTrainer();
			await keepThing(opener, kind, { id, session: session.id, value });
		},
		forget: (id: string) => dropThing(id)
	};
}
