/** A pretend booking page of a pretend office: service, day, hour, details, book. */
import * as v from 'valibot';
import { clockSchema, foldTyped, haveOwnIds, idSchema, readSchema } from './practice-facts.ts';

const named = v.strictObject({ id: idSchema, name: readSchema });
const slotParts = ['service', 'day', 'hour'] as const;
const slot = v.strictObject({ service: idSchema, day: idSchema, hour: clockSchema });

/** `value` is what the pretend card says: the person copies it and gives nothing of her own. */
const fieldSchema = v.strictObject({
	id: idSchema,
	name: readSchema,
	value: v.pipe(readSchema, v.regex(/[\p{L}\p{N}]/u, 'write letters or digits')),
	keys: v.picklist(['letters', 'digits'], 'write letters or digits')
});

const daySchema = v.strictObject({
	...named.entries,
	hours: v.pipe(
		v.array(v.strictObject({ at: clockSchema, taken: v.optional(v.boolean(), false) })),
		v.minLength(2, 'write at least 2 hours')
	)
});

/**
 * `goal` is what the person is asked to reach. With `booked` there is an appointment already, and the
 * practice is to change it. `bookingNumber` is shown when it is booked, to be kept.
 */
export const bookingSchema = v.pipe(
	v.strictObject({
		type: v.literal('booking'),
		office: readSchema,
		services: v.pipe(
			v.array(v.strictObject({ ...named.entries, picture: idSchema })),
			v.minLength(2, 'write at least 2 services'),
			v.maxLength(6, 'write at most 6 services')
		),
		days: v.pipe(v.array(daySchema), v.minLength(2, 'write at least 2 days')),
		fields: v.array(fieldSchema),
		booked: v.optional(slot),
		goal: slot,
		bookingNumber: readSchema
	}),
	v.check(
		({ services, days, fields }) => [services, days, fields].every(haveOwnIds),
		'give each service, day and field its own id'
	),
	v.check(
		(page) => hourOf(page, page.goal)?.taken === false,
		'the goal must be a service, a day and a free hour of this page'
	),
	v.check(
		(page) => page.booked === undefined || hourOf(page, page.booked) !== undefined,
		'what is booked must be a service, a day and an hour of this page'
	),
	v.check(
		({ booked, goal }) => slotParts.some((part) => booked?.[part] !== goal[part]),
		'the goal must differ from what is booked'
	)
);

export type BookingPractice = v.InferOutput<typeof bookingSchema>;

/** What the person has chosen and typed so far. */
export interface BookingState {
	type: 'booking';
	service?: string;
	day?: string;
	hour?: string;
	fields: Readonly<Record<string, string>>;
	confirmed: boolean;
}

/** What still stands between this state and the goal; `taken` is an hour that another person has. */
export interface BookingProblem {
	part: 'service' | 'day' | 'hour' | 'field';
	/** Which field, when the part is one. */
	field?: string;
	problem: 'missing' | 'other' | 'taken';
}

export type BookingMove =
	| { move: 'service' | 'day' | 'hour'; choose: string }
	| { move: 'field'; field: string; type: string }
	| { move: 'confirm' };

/** The state in which the page opens: empty, or with the appointment that is to be changed. */
export function openBooking(practice: BookingPractice): BookingState {
	return { type: 'booking', ...practice.booked, fields: {}, confirmed: false };
}

/** Everything that does not fit the goal yet, in the order of the page. */
export function bookingProblems(practice: BookingPractice, state: BookingState): BookingProblem[] {
	const problems: BookingProblem[] = [];
	for (const part of slotParts) {
		const chosen = state[part];
		if (!chosen) problems.push({ part, problem: 'missing' });
		else if (part === 'hour' && isTaken(practice, state.day, chosen)) {
			problems.push({ part, problem: 'taken' });
		} else if (chosen !== practice.goal[part]) problems.push({ part, problem: 'other' });
	}
	for (const { id, value } of practice.fields) {
		const typed = foldTyped(state.fields[id] ?? '');
		if (typed === '') problems.push({ part: 'field', field: id, problem: 'missing' });
		else if (typed !== foldTyped(value)) {
			problems.push({ part: 'field', field: id, problem: 'other' });
		}
	}
	return problems;
}

/** The next move that leads to the goal; none when it is booked as asked. */
export function nextBookingMove(
	practice: BookingPractice,
	state: BookingState
): BookingMove | undefined {
	const [first] = bookingProblems(practice, state);
	if (!first) return state.confirmed ? undefined : { move: 'confirm' };
	if (first.part !== 'field') return { move: first.part, choose: practice.goal[first.part] };
	const field = practice.fields.find(({ id }) => id === first.field);
	return field && { move: 'field', field: field.id, type: field.value };
}

function hourOf(
	page: { services: { id: string }[]; days: v.InferOutput<typeof daySchema>[] },
	wanted: v.InferOutput<typeof slot>
) {
	if (!page.services.some(({ id }) => id === wanted.service)) return undefined;
	const day = page.days.find(({ id }) => id === wanted.day);
	return day?.hours.find(({ at }) => at === wanted.hour);
}

/** Does another person have this hour of this day? */
export function isTaken(practice: BookingPractice, day: string | undefined, hour: string): boolean {
	const hours = practice.days.find(({ id }) => id === day)?.hours ?? [];
	return hours.some(({ at, taken }) => at === hour && taken);
}
