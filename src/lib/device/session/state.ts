/** How far the person of this phone is in the session that she joined: what her trainer's board shows of her. */
import type { Joined } from '../../domain/held-session.ts';
import { lessonMark, mostDone, type RoomState } from '../../domain/room-state.ts';
import { device, readFact, writeFact } from '../database.ts';
import { placeFact, readJoined } from '../joined.ts';

/** Where she is; of another session than the one she is in, it counts no more. */
type Place = { session: string; lesson?: string; steps: string[]; needsHelp: boolean };

/** How far she is: the lesson that she is in, the steps that she has done since she joined, and whether she is stuck. */
export async function readState({ id }: Pick<Joined, 'id'>): Promise<RoomState> {
	const { lesson, steps, needsHelp } = await placeIn(id);
	return {
		...(lesson !== undefined && { lesson: lessonMark(lesson) }),
		done: Math.min(steps.length, mostDone),
		needsHelp
	};
}

/**
 * She has done a step, or gone through it once more: whatever she was stuck at is behind her. Without a session nothing
 * is noted.
 * @param lesson `module/lesson`
 */
export function noteStep(lesson: string, step: string): Promise<void> {
	return change(({ session, steps }) => {
		const done = `${lesson}#${step}`;
		const all = steps.includes(done) ? steps : [...steps, done].slice(-mostDone);
		return { session, lesson, steps: all, needsHelp: false };
	});
}

/** She has missed twice at the thing she is at, or has managed it now. */
export function noteStuck(lesson: string, needsHelp: boolean): Promise<void> {
	return change((place) => ({ ...place, lesson, needsHelp }));
}

const hearers = new Set<() => void>();

/** Hears that something was noted on this page. Gives the way to stop. */
export function whenNoted(hear: () => void): () => void {
	hearers.add(hear);
	return () => void hearers.delete(hear);
}

async function placeIn(session: string): Promise<Place> {
	const place = await readFact<Place>(placeFact);
	return place?.session === session ? place : { session, steps: [], needsHelp: false };
}

async function change(changed: (place: Place) => Place): Promise<void> {
	await device.transaction('rw', device.facts, async () => {
		const joined = await readJoined();
		if (joined) await writeFact(placeFact, changed(await placeIn(joined.id)));
	});
	for (const hear of hearers) hear();
}
