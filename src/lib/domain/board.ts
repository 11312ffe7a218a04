/** The board of a room: a tile for each person, those who need help first, and the lessons that the group finds hard. */
import { peopleIn, type Attendee } from './attendance.ts';

const minute = 60_000;
/** Beyond this age in milliseconds a state is of before. */
export const oldAfter = 5 * minute;
/** Who has come no further for so long, in milliseconds, stands still. */
export const stillAfter = 10 * minute;

/** How somebody stands: nothing is known of her yet; she needs help; she has come no further for a while; or goes on. */
export type Standing = 'unknown' | 'needsHelp' | 'still' | 'goesOn';

const order: Standing[] = ['needsHelp', 'still', 'goesOn', 'unknown'];

/** The tile of somebody; `place` is the one at which she came, counted from 1. */
export interface BoardTile {
	attendee: Attendee;
	place: number;
	standing: Standing;
	/** Milliseconds since she was heard of last; undefined where nothing is known. */
	age?: number;
	isOld: boolean;
}

/** The tiles of a list at an hour, those first who are waited for most. */
export function boardTiles(list: readonly Attendee[], now: number): BoardTile[] {
	const tiles = peopleIn(list).map((attendee): BoardTile => {
		const { state } = attendee;
		const age = state && Math.max(0, now - state.at);
		return {
			attendee,
			place: list.indexOf(attendee) + 1,
			standing: standingOf(attendee),
			...(age !== undefined && { age }),
			isOld: age !== undefined && age > oldAfter
		};
	});
	return tiles.sort(
		(a, b) => order.indexOf(a.standing) - order.indexOf(b.standing) || a.place - b.place
	);
}

/** How many stand so at a lesson (its mark). */
export interface HardLesson {
	lesson: string;
	needHelp: number;
	still: number;
}

/** The lessons at which somebody needs help or stands still, those first that most find hard. */
export function hardLessons(tiles: readonly BoardTile[]): HardLesson[] {
	const lessons = new Map<string, HardLesson>();
	for (const { attendee, standing } of tiles) {
		const lesson = attendee.state?.lesson;
		if (lesson === undefined || (standing !== 'needsHelp' && standing !== 'still')) continue;
		const hard = lessons.get(lesson) ?? { lesson, needHelp: 0, still: 0 };
		if (standing === 'needsHelp') hard.needHelp += 1;
		else hard.still += 1;
		lessons.set(lesson, hard);
	}
	return [...lessons.values()].sort(
		(a, b) => b.needHelp + b.still - (a.needHelp + a.still) || b.needHelp - a.needHelp
	);
}

function standingOf({ state }: Attendee): Standing {
	if (!state) return 'unknown';
	if (state.needsHelp) return 'needsHelp';
	const { at, since = at } = state;
	return at - since >= stillAfter ? 'still' : 'goesOn';
}
