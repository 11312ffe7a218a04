/**
 * What is live of a session, where phones and trainers reach the same hub or city: who is there and how far, in a server's
 * memory alone. Here is what they say to each other (docs/wire.md).
 */
import * as v from 'valibot';
import { personSchema } from './held-session.ts';
import { markLetters, mostDone } from './room-state.ts';
import { cardPictures, picturesOnCard } from './space.ts';

/** The most people of one room: a lab holds sixty, and some come with two devices. */
export const mostInRoom = 120;
/** The longest text of a session's facts: six modules with long names. */
const longestFacts = 1000;

const version = v.literal(1, 'unknown-version');
const mark = new RegExp(`^[A-Za-z0-9_-]{${markLetters}}$`);

const picturesSchema = v.pipe(
	v.array(v.picklist(cardPictures)),
	v.length(picturesOnCard),
	v.check((pictures) => new Set(pictures).size === pictures.length)
);

const stateSchema = v.strictObject({
	lesson: v.optional(v.pipe(v.string(), v.regex(mark))),
	done: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostDone)),
	needsHelp: v.boolean()
});

/** `POST /api/room/<session>`: a person's phone says how far she is. Never a nickname, never the member. */
export const sayingSchema = v.strictObject({
	v: version,
	person: personSchema,
	pictures: picturesSchema,
	state: stateSchema
});

export type Saying = v.InferOutput<typeof sayingSchema>;

/** `PUT /api/room/<session>`: a trainer's device announces its session, by what stands in the room's code behind the #. */
export const announcementSchema = v.strictObject({
	v: version,
	facts: v.pipe(v.string(), v.maxLength(longestFacts))
});

const seconds = v.pipe(v.number(), v.minValue(0));

/** The answer to `GET /api/room/<session>`: the people in the order in which they came. */
export const roomSchema = v.object({
	v: v.literal(1),
	/** Does the server know the session's facts? Else a trainer's device announces it. */
	announced: v.boolean(),
	/** Where phones of this network reach a server that was asked at its own `localhost`. */
	address: v.optional(v.pipe(v.string(), v.regex(/^https?:\/\/[^\s/#]+$/))),
	people: v.array(
		v.object({
			person: personSchema,
			pictures: picturesSchema,
			state: v.object(stateSchema.entries),
			/** Seconds since she said anything first, and last: clocks differ. */
			came: seconds,
			said: seconds
		})
	)
});

export type Room = v.InferOutput<typeof roomSchema>;
/** Somebody as the room knows her. */
export type InRoom = Room['people'][number];

/** The answer to `GET /api/room?code=`: the facts of the sessions that have these six characters. */
export const foundRoomsSchema = v.object({ v: v.literal(1), rooms: v.array(v.string()) });
