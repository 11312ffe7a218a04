/** A pretend booking page, for tests. */
import * as v from 'valibot';
import { bookingSchema } from '../../src/lib/domain/practice-booking.ts';
import type { BookingState } from '../../src/lib/domain/practice-booking.ts';

/** The page as a lesson's file has it. */
export const page = {
	type: 'booking',
	office: 'City office',
	services: [
		{ id: 'card', name: 'ID card', picture: 'card' },
		{ id: 'home', name: 'New address', picture: 'home' }
	],
	days: [
		{ id: 'monday', name: 'Monday', hours: [{ at: '9:00', taken: true }, { at: '10:30' }] },
		{ id: 'tuesday', name: 'Tuesday', hours: [{ at: '9:00' }, { at: '10:30', taken: true }] }
	],
	fields: [
		{ id: 'name', name: 'Name', value: 'Zoë أمل', keys: 'letters' },
		{ id: 'document', name: 'Number', value: '4827 15', keys: 'digits' }
	],
	goal: { service: 'card', day: 'tuesday', hour: '9:00' },
	bookingNumber: 'A 27'
};
/** The same, read. */
export const booking = v.parse(bookingSchema, page);
/** What is reached when it is booked as asked. */
export const reached: BookingState = {
	type: 'booking',
	service: 'card',
	day: 'tuesday',
	hour: '9:00',
	fields: { name: 'Zoë أمل', document: '4827 15' },
	confirmed: true
};
