import * as v from 'valibot';

const pattern =
	/^([+-]\d{6}|\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

/** Is this an instant of ISO 8601 with its zone? 1970 and 2999 are; the 30th of February is not. */
export function isInstant(text: string): boolean {
	const match = pattern.exec(text);
	if (!match) return false;
	const [year, month, day, hour, minute, second] = match
		.slice(1, 7)
		.map((part) => Number(part ?? 0));
	if (year === undefined || month === undefined || day === undefined) return false;
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	const realDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	return realDay && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) <= 60;
}

/** The phone's own time: kept as it was said, never used to order. */
export const instantSchema = v.pipe(
	v.string(),
	v.maxLength(40, 'instant'),
	v.check(isInstant, 'instant')
);

/** Whole seconds since 1970. */
export function secondsOf(date: Date): number {
	return Math.floor(date.getTime() / 1000);
}
