/**
 * A trainer: somebody who leads sessions at labs. She is invited by a link, and signs in on her own device with a PIN,
 * for thirty days without internet (docs/trainers.md). Here is what the city and her device say to each other.
 */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { labSchema, type Lab } from './lab.ts';
import { secretSchema } from './receipt-code.ts';

const day = 24 * 60 * 60_000;

/** How long a device opens without hearing from the city, in milliseconds. */
export const trainerHolds = 30 * day;
/** How long an invitation can be used, in milliseconds. */
export const invitationHolds = 7 * day;
/** How long an open trainer's part may lie untouched, in milliseconds. */
export const trainerQuiet = 15 * 60_000;

/** A trainer who is signed in on this device. */
export type Trainer = {
	id: string;
	name: string;
	/** Her device, as the city knows it. */
	device: string;
	/** What she calls it. */
	deviceName: string;
	labs: Lab[];
	/** When the city was heard last, and until when the device opens without it: the city's milliseconds since 1970. */
	heardAt: number;
	until: number;
};

/** What a trainer calls her device. */
export const deviceNameSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40));

/** The doors for trainers' devices: `POST /api/trainer/<door>`. */
export type TrainerDoor = 'invitation' | 'enrol' | 'renew';

const version = v.literal(1, 'unknown-version');

/** `POST /api/trainer/invitation`: whom a token invites. `device`: this device was somebody's before. */
export const invitationRequestSchema = v.strictObject({
	v: version,
	token: secretSchema,
	device: v.optional(idSchema)
});

/** `POST /api/trainer/enrol`: this device is hers from now on. The same again with the same secret is the same device. */
export const enrolRequestSchema = v.strictObject({
	v: version,
	token: secretSchema,
	name: deviceNameSchema,
	/** 256 random bits of the device, by which the city knows it from now on. */
	secret: secretSchema,
	/** One half of what opens the trainer's key again when she forgot her PIN; the city keeps it for her next invitation. */
	spare: secretSchema,
	/** The device that this one was before. */
	device: v.optional(idSchema)
});

/** `POST /api/trainer/renew`: a device is there, and asks for thirty days more. */
export const renewRequestSchema = v.strictObject({ v: version, secret: secretSchema });

export type EnrolRequest = v.InferOutput<typeof enrolRequestSchema>;

const person = { id: idSchema, name: v.string() };
// what a later city says more of a lab is no harm
const labs = v.array(v.object(labSchema.entries));
const instant = v.pipe(v.string(), v.isoTimestamp());

/** Whom an invitation is for. */
export const invitationSchema = v.object({
	v: v.literal(1),
	trainer: v.object(person),
	labs,
	/** Whose this device is now: nobody's, hers, or another trainer's. */
	device: v.picklist(['free', 'hers', 'others'])
});

export type Invitation = v.InferOutput<typeof invitationSchema>;

/** What the city says to a device that it knows. */
export const standingSchema = v.object({
	v: v.literal(1),
	serverTime: instant,
	until: instant,
	device: v.object(person),
	trainer: v.object(person),
	labs,
	/** Only to who enrols a device again: the half that it gave the city before. */
	spare: v.optional(secretSchema)
});

export type TrainerStanding = v.InferOutput<typeof standingSchema>;
