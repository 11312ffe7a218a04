/** Invented practices. */
import type { BookingPractice } from '../../src/lib/domain/practice-booking.ts';
import type { InboxPractice } from '../../src/lib/domain/practice-inbox.ts';

const message = { picture: 'unknown', time: '9:00', words: 'Words of the message.' };

export const inbox: InboxPractice = {
	type: 'inbox',
	app: 'chat',
	messages: [
		{ ...message, id: 'fee', from: 'Parcel', verdict: 'trap', why: 'It wants money.' },
		{ ...message, id: 'book', from: 'Library', verdict: 'safe', why: 'It asks for nothing.' },
		{ ...message, id: 'code', from: 'Unknown', verdict: 'trap', why: 'It wants your code.' }
	]
};

export const booking: BookingPractice = {
	type: 'booking',
	office: 'City office',
	services: [
		{ id: 'card', name: 'New card', picture: 'id-card' },
		{ id: 'home', name: 'New address', picture: 'home' }
	],
	days: [
		{
			id: 'monday',
			name: 'Monday',
			hours: [
				{ at: '9:00', taken: true },
				{ at: '10:30', taken: false }
			]
		},
		{
			id: 'tuesday',
			name: 'Tuesday',
			hours: [
				{ at: '9:00', taken: false },
				{ at: '12:00', taken: true }
			]
		}
	],
	fields: [{ id: 'name', name: 'Name', value: 'Ana Sol', keys: 'letters' }],
	goal: { service: 'home', day: 'tuesday', hour: '9:00' },
	bookingNumber: 'B 53'
};

export const change: BookingPractice = {
	...booking,
	fields: [],
	booked: { service: 'home', day: 'monday', hour: '10:30' }
};
