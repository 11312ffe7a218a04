/** The board of the room: who is waited for most stands first, and what is of before is never taken for now. */
import { describe, expect, it } from 'vitest';
import { mergeAttendance, stateAt, tilePictures } from '../../src/lib/domain/attendance.ts';
import type { Attendee } from '../../src/lib/domain/attendance.ts';
import { boardTiles, hardLessons, oldAfter, stillAfter } from '../../src/lib/domain/board.ts';
import { picturesOf } from '../../src/lib/domain/member.ts';
import { lessonMark } from '../../src/lib/domain/room-state.ts';

const minute = 60_000;
const now = Date.parse('2026-03-01T10:30:00Z');
const [fee, train] = [lessonMark('scam-messages/parcel-fee'), lessonMark('transport/train')];

/** Somebody who was heard so many minutes ago, and has come no further for `still` minutes before that. */
function somebody(
	person: string,
	{ lesson = fee, needsHelp = false, ago = 0, still = 0, done = 3 } = {}
): Attendee {
	const at = now - ago * minute;
	const state = { lesson, needsHelp, done, at, since: at - still * minute };
	return { session: 's', person, at: 0, state };
}

describe('The board', () => {
	it('shows those first who need help, then those who stand still, then the others as they came', () => {
		const list: Attendee[] = [
			{ session: 's', person: 'unheard', at: 0 },
			somebody('goes on'),
			somebody('still', { still: 12 }),
			somebody('stuck', { needsHelp: true }),
			somebody('goes on too')
		];
		const tiles = boardTiles(list, now);
		expect(
			tiles.map(({ attendee, standing, place }) => [attendee.person, standing, place])
		).toEqual([
			['stuck', 'needsHelp', 4],
			['still', 'still', 3],
			['goes on', 'goesOn', 2],
			['goes on too', 'goesOn', 5],
			['unheard', 'unknown', 1]
		]);
	});

	it('says of each how old it is, and what is old is marked, even with a clock that was set back', () => {
		const age = (minutes: number) => boardTiles([somebody('a', { ago: minutes })], now)[0];
		expect(age(4)).toMatchObject({ age: 4 * minute, isOld: false });
		expect(age(oldAfter / minute + 1)).toMatchObject({ age: 6 * minute, isOld: true });
		expect(age(-30)).toMatchObject({ age: 0, isOld: false });
	});

	it('counts a second device of somebody not twice', () => {
		const list = [somebody('a'), { ...somebody('b'), sameAs: 'a' }];
		expect(boardTiles(list, now)).toHaveLength(1);
	});

	it('names the lessons that the group finds hard, the hardest first, and no others', () => {
		const list = [
			somebody('a', { lesson: train, needsHelp: true }),
			somebody('b', { needsHelp: true }),
			somebody('c', { still: 11 }),
			somebody('d', { lesson: train }),
			somebody('e', { lesson: lessonMark('mail/send') })
		];
		expect(hardLessons(boardTiles(list, now))).toEqual([
			{ lesson: fee, needHelp: 1, still: 1 },
			{ lesson: train, needHelp: 1, still: 0 }
		]);
	});
});

describe('How far somebody is', () => {
	const state = { lesson: fee, done: 3, needsHelp: false };

	it('stands still as long as lesson and steps stay the same, and goes on with the next step', () => {
		const first = stateAt(undefined, state, now);
		const later = stateAt(first, { ...state, needsHelp: true }, now + stillAfter);
		expect(later).toMatchObject({ at: now + stillAfter, since: now, needsHelp: true });
		const onward = stateAt(later, { ...state, done: 4 }, now + 2 * stillAfter);
		expect(onward).toMatchObject({ since: now + 2 * stillAfter, needsHelp: false });
	});

	it('is the newer of what two trainers heard', () => {
		const [older, newer] = [somebody('a', { ago: 9 }), somebody('a', { ago: 1, needsHelp: true })];
		for (const both of [mergeAttendance([older], [newer]), mergeAttendance([newer], [older])]) {
			expect(both[0]?.state).toEqual(newer.state);
		}
	});
});

describe('The pictures of a tile', () => {
	it('are those of her phone before she is scanned and after', () => {
		const member = 'AAECAwQFBgcICQoL';
		const heard: Attendee = { session: 's', person: 'p', at: 0, pictures: picturesOf(member) };
		const scanned: Attendee = { session: 's', person: 'p', at: 5, member };
		const [both] = mergeAttendance([heard], [scanned]);
		const tiles = [heard, scanned, ...(both ? [both] : [])].map(tilePictures);
		expect(tiles).toEqual([picturesOf(member), picturesOf(member), picturesOf(member)]);
	});
});
