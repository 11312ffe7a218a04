/** How far somebody is in a session: what her phone tells her trainer, by its code or through the lab's hub. */
import { hashText } from './fingerprint.ts';

/** Characters of a lesson's mark, base64url: 24 bits tell all lessons apart, and a code stays small. */
export const markLetters = 4;

export interface RoomState {
	/** The lesson she is in or was in last, as its mark; none before the first. */
	lesson?: string;
	/** Steps that she has done in this session. */
	done: number;
	/** Did she miss twice at the step she is at, or ask for her trainer? */
	needsHelp: boolean;
}

/** The most steps that a state says. */
export const mostDone = 255;

/** The mark of a lesson, `module/lesson`. */
export function lessonMark(lesson: string): string {
	return hashText(lesson).slice(0, markLetters);
}

/** Do two states say the same? */
export function isSameState(some: RoomState | undefined, other: RoomState): boolean {
	return isSamePlace(some, other) && some?.needsHelp === other.needsHelp;
}

/** Has somebody come no further? */
export function isSamePlace(some: RoomState | undefined, other: RoomState): boolean {
	return some?.lesson === other.lesson && some?.done === other.done;
}
