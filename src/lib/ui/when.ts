import { dayAndHour } from '../domain/day-and-hour.ts';
import { localeOf } from '../domain/language.ts';

/** An instant as a person of this language says it: day and hour. @param instant milliseconds since 1970 */
export function when(instant: number, lang: string): string {
	return new Intl.DateTimeFormat(localeOf(lang), dayAndHour).format(instant);
}

/** A length of time as a clock shows it: `1:05`. */
export function clock(seconds: number): string {
	const whole = Math.max(0, Math.round(seconds));
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
