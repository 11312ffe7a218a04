/** What is filled into sentences on the phone and can be said beforehand: numbers, days and hours. */
import { dayAndHour } from '../../domain/day-and-hour.ts';
import { localeOf, type Language } from '../../domain/language.ts';
import { piecesOf } from '../../domain/sentence.ts';

/** Whoever counts further on a phone reads the number. */
const numbers = Array.from({ length: 100 }, (_, number) => String(number));

/** As they stand behind the hour. */
const minutes = numbers.slice(0, 10).map((number) => number.padStart(2, '0'));

/** The pieces of all that is filled in, each once. */
export function filledIn(lang: Language): string[] {
	const format = new Intl.DateTimeFormat(localeOf(lang), { ...dayAndHour, timeZone: 'UTC' });
	const days = Array.from({ length: 366 }, (_, day) =>
		[8, 20].flatMap((hour) => piecesOf(format.format(Date.UTC(2028, 0, day + 1, hour))))
	);
	return [...new Set([...numbers, ...minutes, ...days.flat()])];
}
