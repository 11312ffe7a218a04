/** When a need's answer is due: by this the inbox is ordered, so that the oldest promise comes first. */

/** Days after which a city usually answers, where it has set no other number. */
export const usualDays = 30;

/** The longest that a city may take for usual. */
export const mostUsualDays = 3650;

const day = 24 * 60 * 60 * 1000;

/** The days that somebody typed as usual, in the digits of her keyboard; undefined where a city cannot have them. */
export function usualDaysTyped(typed: string): number | undefined {
	const digits = typed.trim().replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
	const days = /^\d{1,4}$/.test(digits) ? Number(digits) : 0;
	return days >= 1 && days <= mostUsualDays ? days : undefined;
}

/**
 * The moment at which an answer is due: the end of the day that was promised, in the time zone of the process (TZ); else
 * so many times 24 hours after the need was received.
 * @param promisedOn an ISO date; null, or no date of a calendar, promises nothing
 */
export function dueOf(
	{ receivedAt, promisedOn }: { receivedAt: Date; promisedOn: string | null },
	days = usualDays
): Date {
	return endOfDay(promisedOn ?? '') ?? new Date(receivedAt.getTime() + days * day);
}

/** Is an answer late? Only what waits for the city can be. */
export function isOverdue(isOpen: boolean, dueAt: Date, now: Date): boolean {
	return isOpen && dueAt <= now;
}

function endOfDay(date: string): Date | undefined {
	const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? []).map(Number);
	if (!year || !month || !day) return undefined;
	// a day that no month has would become one of the next month
	const isDay = new Date(year, month - 1, day).getDate() === day && month <= 12;
	return isDay ? new Date(year, month - 1, day + 1) : undefined;
}
