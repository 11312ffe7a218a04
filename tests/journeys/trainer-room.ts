/** A room full of phones that tell the trainer how far they are, in journeys. */
import { expect, type Page } from '@playwright/test';
import { lessonMark } from '../../src/lib/domain/room-state.ts';
import { cardPictures } from '../../src/lib/domain/space.ts';

/** The session that a trainer's device leads. */
export function runningOn(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const opened = indexedDB.open('plaza');
		await new Promise((done) => (opened.onsuccess = done));
		const keys = opened.result.transaction('sessions').objectStore('sessions').getAllKeys();
		await new Promise((done) => (keys.onsuccess = done));
		opened.result.close();
		return String(keys.result[0]);
	});
}

/** Fifty-six phones say how far they are: some need help, some have done nothing yet. */
export async function fillRoom(city: string, session: string): Promise<void> {
	const lessons = ['scam-messages/parcel-fee', 'book-appointment/service-day-hour'].map(lessonMark);
	const say = async (n: number) => {
		const person = `person_${String(n).padStart(9, '0')}`;
		const pictures = [0, 1, 2].map((at) => cardPictures[(n + at * 5) % cardPictures.length]);
		const lesson = n % 5 === 0 ? {} : { lesson: lessons[n % 2] };
		const state = { ...lesson, done: n % 5 === 0 ? 0 : n % 9, needsHelp: n % 7 === 1 };
		return fetch(`${city}/api/room/${session}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: city },
			body: JSON.stringify({ v: 1, person, pictures, state })
		});
	};
	const answers = await Promise.all(Array.from({ length: 56 }, (_, n) => say(n)));
	expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
}
