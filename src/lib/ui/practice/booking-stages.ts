/** The screens of a pretend booking page, and what each move makes of what was chosen. */
import {
	bookingProblems,
	isTaken,
	type BookingMove,
	type BookingPractice,
	type BookingProblem,
	type BookingState
} from '../../domain/practice-booking.ts';

export type BookingStage = 'service' | 'day' | 'hour' | 'details' | 'check';

/** The screen on which a part of the booking is chosen or typed. */
export function stageOfPart(part: BookingProblem['part']): BookingStage {
	return part === 'field' ? 'details' : part;
}

/** The first screen with something still to choose or to type, else the check. */
export function stageFor(practice: BookingPractice, state: BookingState): BookingStage {
	const open = bookingProblems(practice, state).find(
		({ part, problem }) => part === 'field' || problem !== 'other'
	);
	return open ? stageOfPart(open.part) : 'check';
}

/** What stands in the way on one screen: a choice that is missing or taken, details that are not on the card. */
export function problemsOn(
	stage: BookingStage,
	practice: BookingPractice,
	state: BookingState
): BookingProblem[] {
	const problems = bookingProblems(practice, state);
	if (stage === 'check') return problems;
	return problems.filter(
		({ part, problem }) => stageOfPart(part) === stage && (part === 'field' || problem !== 'other')
	);
}

/**
 * The state after a move. A taken hour is not chosen; another day asks for the hour again; it is
 * confirmed only when nothing differs from the goal.
 */
export function makeMove(
	practice: BookingPractice,
	state: BookingState,
	move: BookingMove
): BookingState {
	switch (move.move) {
		case 'confirm':
			return { ...state, confirmed: bookingProblems(practice, state).length === 0 };
		case 'field':
			return { ...state, fields: { ...state.fields, [move.field]: move.type } };
		case 'day': {
			const { hour, ...rest } = state;
			return move.choose === state.day && hour !== undefined
				? state
				: { ...rest, day: move.choose };
		}
		case 'hour':
			return isTaken(practice, state.day, move.choose) ? state : { ...state, hour: move.choose };
		case 'service':
			return { ...state, service: move.choose };
	}
}

/** The words of a service, a day or an hour that was chosen; nothing while none is. */
export function nameOf(
	practice: BookingPractice,
	chosen: Pick<BookingState, 'service' | 'day' | 'hour'>,
	part: 'service' | 'day' | 'hour'
): string | undefined {
	if (part === 'hour') return chosen.hour;
	const list = part === 'service' ? practice.services : practice.days;
	return list.find(({ id }) => id === chosen[part])?.name;
}

/** The name under which misses on a part are counted. */
export function thingOf({ part, field }: Pick<BookingProblem, 'part' | 'field'>): string {
	return field === undefined ? part : `field:${field}`;
}
