/** Dates, times, lists and names of languages as a member of the staff reads them; digits 0 to 9 in every language. */
import { isLanguage, languageNames, localeOf, type Language } from '../../domain/language.ts';

const minute = 60_000;
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
	['year', 365 * 24 * 60 * minute],
	['month', 30 * 24 * 60 * minute],
	['day', 24 * 60 * minute],
	['hour', 60 * minute],
	['minute', minute]
];

export type Formats = ReturnType<typeof formatsOf>;

/** The formats of a language; times are those of the server's zone (TZ). */
export function formatsOf(lang: Language) {
	const locale = localeOf(lang);
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
	const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
	const localDay = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
	const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
	const shortDay = new Intl.DateTimeFormat(locale, {
		...{ day: 'numeric', month: 'short', timeZone: 'UTC' }
	});
	const dueDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
	const span = new Intl.DateTimeFormat(locale, {
		...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
		...{ hour: 'numeric', minute: '2-digit' }
	});
	const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
	const list = new Intl.ListFormat(locale);
	const number = new Intl.NumberFormat(locale);
	const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
	const units = (['minute', 'second'] as const).map(
		(unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' })
	);
	const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
	return {
		/** Day and minute. */
		moment: (date: Date): string => moment.format(date),
		/** The day of a moment. */
		date: (date: Date): string => localDay.format(date),
		/** The minute of a moment. */
		time: (date: Date): string => time.format(date),
		/** A day of a calendar (ISO 8601), the same in every zone. */
		day: (date: string): string => day.format(new Date(date)),
		/** The same without its year, as it fits under a chart. */
		shortDay: (date: string): string => shortDay.format(new Date(date)),
		/** The same with its year, for a narrow place. */
		dueDay: (date: string): string => dueDay.format(new Date(date)),
		/** A day, and from when to when. */
		hours: (from: Date, to: Date): string => span.formatRange(from, to),
		/** How long ago, in the largest unit that fits. */
		ago(date: Date, now: Date): string {
			const passed = Math.max(0, now.getTime() - date.getTime());
			const [unit, length] = steps.find(([, length]) => passed >= length) ?? ['minute', minute];
			return ago.format(-Math.floor(passed / length), unit);
		},
		/** Things in a row, with "and". */
		list: (things: string[]): string => list.format(things),
		number: (count: number): string => number.format(count),
		/** A part of one, in per cent. */
		percent: (part: number): string => percent.format(part),
		/** Minutes and seconds, without those that are none. */
		duration(seconds: number): string {
			const parts = [Math.floor(seconds / 60), seconds % 60];
			const said = parts.map((part, at) => (part > 0 ? units[at]?.format(part) : undefined));
			return said.filter(Boolean).join(' ') || (units[1]?.format(0) ?? '');
		},
		/** A language in the reader's language; its tag where nobody knows it. */
		language(tag: string): string {
			try {
				return names.of(tag) ?? tag;
			} catch {
				return tag;
			}
		}
	};
}

/** A language by its own name, where it is one of the eight. */
export function ownName(tag: string): string {
	return isLanguage(tag) ? languageNames[tag] : tag;
}
