/**
 * A session as it is held: started on a trainer's device, told to phones by a code (`room-code.ts`), and to the city as
 * submissions. Its id is a UUIDv7, so its start is in it, by the clock of the device on which it was started.
 */
import * as v from 'valibot';
import type { Moment } from './confidence.ts';
import { instantSchema } from './instant.ts';
import { languages, type Language } from './language.ts';
import { mostModules } from './session.ts';

const hour = 60 * 60_000;

/** Clocks that differ by less are let be, in milliseconds. */
export const clockSlack = 24 * hour;

/** What phones and trainers know of a session that is held. */
export interface HeldSession {
	id: string;
	lab: string;
	labName: string;
	/** Milliseconds since 1970, by the clock on which it was started. */
	endsAt: number;
	/** Slugs of the modules it is about; none: whatever people bring. */
	modules: string[];
	languages: Language[];
	/** The beginning of the key id of the city's root; empty where the trainer's device has not met the city. */
	root: string;
}

/** The session that a phone has joined; `person` names its owner in this session and nowhere else. */
export interface Joined extends HeldSession {
	person: string;
	/** By which her trainer's group knows her; one that joined before there were any has none. */
	member?: string;
	joinedAt: number;
	/** Until when what she tells and learns belongs to the session, by this phone's clock. */
	until: number;
	/** What the trainer may call her; it never goes to the city. */
	nickname?: string;
	/** When she was asked already how sure she feels. */
	asked?: Moment[];
}

/** Bytes of a pseudonym: enough that no two people of a session ever have the same. */
export const personBytes = 12;

/** A pseudonym within one session: `personBytes` random bytes, base64url. */
export const personSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16}$/));

/** The body of the submission that a session is held; which one and where stands in the envelope. */
export const sessionBodySchema = v.strictObject({
	startedAt: instantSchema,
	endsAt: instantSchema,
	modules: v.pipe(
		v.array(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,80}$/, 'lesson'))),
		v.maxLength(mostModules)
	),
	languages: v.pipe(v.array(v.picklist(languages)), v.minLength(1))
});

export type SessionBody = v.InferOutput<typeof sessionBodySchema>;

/**
 * The body of the submission that a person takes part; session and person stand in the envelope. `sameAs` says that this
 * pseudonym is the same person as another one, which stands before it in the alphabet: so two trainers who say it the two
 * ways round say the same.
 */
export const attendanceBodySchema = v.strictObject({
	joinedAt: instantSchema,
	sameAs: v.optional(personSchema)
});

export type AttendanceBody = v.InferOutput<typeof attendanceBodySchema>;

/** Does what this phone tells now belong to the session? Not after its end, nor when the clock was set far back. */
export function isJoined({ joinedAt, until }: Joined, now: number): boolean {
	return now < until && now > joinedAt - clockSlack;
}
