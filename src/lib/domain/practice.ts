/**
 * Practice: a safe pretend screen. Data says what is on it, pure functions judge it by the state that
 * a person has reached, never by the way she took. Nothing typed here belongs to a real person.
 */
import * as v from 'valibot';
import { bookingProblems, bookingSchema, nextBookingMove } from './practice-booking.ts';
import type { BookingMove, BookingState } from './practice-booking.ts';
import { inboxSchema, isInboxJudged, nextInboxMove } from './practice-inbox.ts';
import type { InboxMove, InboxState } from './practice-inbox.ts';
import { isPhoneReached, phoneWay } from './practice-phone-moves.ts';
import { phoneSchema } from './practice-phone.ts';
import type { PhoneApp, PhoneMove, PhoneState } from './practice-phone.ts';

export const practiceSchema = v.variant('type', [inboxSchema, bookingSchema, phoneSchema]);

export type Practice = v.InferOutput<typeof practiceSchema>;
export type PracticeState = InboxState | BookingState | PhoneState;
export type PracticeMove = InboxMove | BookingMove | PhoneMove;

/** The types of practice, by the name that an author gives to the block. */
export const practiceTypes = ['inbox', 'booking', 'phone'] as const satisfies Practice['type'][];

/** After this many misses on one thing the screen offers to show the next move. */
export const missesBeforeShow = 2;

/** Has the person reached what the practice asks for? A state of another type has not. */
export function isPractised(practice: Practice, state: PracticeState): boolean {
	if (practice.type === 'inbox') return state.type === 'inbox' && isInboxJudged(practice, state);
	if (practice.type === 'phone') return state.type === 'phone' && isPhoneReached(practice, state);
	return (
		state.type === 'booking' && state.confirmed && bookingProblems(practice, state).length === 0
	);
}

/** The next move that leads on, for "Show me"; none when the practice is done. */
export function nextMove(practice: Practice, state: PracticeState): PracticeMove | undefined {
	if (practice.type === 'inbox') {
		return state.type === 'inbox' ? nextInboxMove(practice, state) : undefined;
	}
	if (practice.type === 'phone') {
		return state.type === 'phone' ? phoneWay(practice, state)[0] : undefined;
	}
	return state.type === 'booking' ? nextBookingMove(practice, state) : undefined;
}

/** The apps of the pretend phone that a practice uses. */
export function practiceApps(practice: Practice): PhoneApp[] {
	if (practice.type === 'inbox') return [practice.app];
	if (practice.type === 'booking') return ['form'];
	return [...new Set(practice.screens.map(({ app }) => app))];
}
