/** Opens a file for calendars: the city's, or without internet one that this phone writes of what it keeps. */
import { calendarFile, type CalendarEvent } from '$lib/domain/calendar-file.ts';

/** What a tap on the link of the file does. */
export async function openCalendar(
	tap: MouseEvent,
	name: string,
	events: () => CalendarEvent[]
): Promise<void> {
	const link = tap.currentTarget as HTMLAnchorElement;
	tap.preventDefault();
	const isThere = await fetch(link.href, { method: 'HEAD' }).then(
		({ headers }) => headers.get('content-type')?.startsWith('text/calendar') ?? false,
		() => false
	);
	if (isThere) return location.assign(link.href);
	const file = new Blob([calendarFile(name, events())], { type: 'text/calendar' });
	const own = document.createElement('a');
	own.href = URL.createObjectURL(file);
	own.download = 'plaza.ics';
	own.click();
	// the browser still reads it for a moment
	setTimeout(() => URL.revokeObjectURL(own.href), 60_000);
}
