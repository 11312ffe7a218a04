/** A day and hour as people say them, for `Intl.DateTimeFormat`: without the year, which nobody needs here. */
export const dayAndHour = {
	weekday: 'long',
	day: 'numeric',
	month: 'long',
	hour: 'numeric',
	minute: '2-digit'
} as const satisfies Intl.DateTimeFormatOptions;
