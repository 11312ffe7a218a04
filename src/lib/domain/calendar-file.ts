/** A file for any calendar: iCalendar (RFC 5545) with the names of a whole calendar of RFC 7986. Pure. */

/** Something in a calendar. Its texts may hold anything that people write. */
export interface CalendarEvent {
	/** Names it for ever: a calendar that has it already changes it. */
	id: string;
	/** Goes up with each change. */
	revision: number;
	changedAt: Date;
	startsAt: Date;
	endsAt: Date;
	cancelled: boolean;
	title: string;
	place: string;
	words: string;
	/** The page that shows it. */
	url: string;
}

/** The longest line, in bytes without its end (RFC 5545, section 3.1). */
const longestLine = 75;

/** A calendar needs something in it (RFC 5545, section 3.6): where nothing is planned, the zone of its hours. */
const nothing = [
	...['BEGIN:VTIMEZONE', 'TZID:UTC', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
	...['TZOFFSETFROM:+0000', 'TZOFFSETTO:+0000', 'END:STANDARD', 'END:VTIMEZONE']
];

/**
 * The file: UTF-8, lines that end in CRLF and have at most 75 bytes, hours in UTC. No text can begin a line of its own;
 * line breaks in it stay, other characters that no text may hold are left out. Who follows it asks again twice a day.
 */
export function calendarFile(name: string, events: readonly CalendarEvent[]): string {
	const lines = [
		...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Plaza//Sessions//EN'],
		`NAME:${escaped(name)}`,
		// what RFC 7986 calls NAME, for older calendars
		`X-WR-CALNAME:${escaped(name)}`,
		'REFRESH-INTERVAL;VALUE=DURATION:PT12H',
		...(events.length > 0 ? events.flatMap(linesOf) : nothing),
		'END:VCALENDAR'
	];
	return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function linesOf(event: CalendarEvent): string[] {
	return [
		'BEGIN:VEVENT',
		`UID:${escaped(event.id)}`,
		`DTSTAMP:${stampOf(event.changedAt)}`,
		`LAST-MODIFIED:${stampOf(event.changedAt)}`,
		`SEQUENCE:${event.revision}`,
		`DTSTART:${stampOf(event.startsAt)}`,
		`DTEND:${stampOf(event.endsAt)}`,
		`STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
		`SUMMARY:${escaped(event.title)}`,
		`LOCATION:${escaped(event.place)}`,
		`DESCRIPTION:${escaped(event.words)}`,
		`URL:${encodeURI(event.url)}`,
		'END:VEVENT'
	];
}

/** An instant to the second, in UTC (section 3.3.5). */
function stampOf(date: Date): string {
	return `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** A text as a value (section 3.3.11). */
function escaped(text: string): string {
	return (
		text
			.replaceAll(/\r\n?/g, '\n')
			// eslint-disable-next-line no-control-regex -- those are meant
			.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
			.replaceAll(/[\\;,]/g, '\\$&')
			.replaceAll('\n', '\\n')
	);
}

/** A line in pieces of at most 75 bytes, each after the first with a space before it; no character is cut. */
function folded(line: string): string {
	let text = '';
	let room = longestLine;
	for (const character of line) {
		const size = bytesOf(character);
		if (size > room) {
			text += '\r\n ';
			room = longestLine - 1;
		}
		text += character;
		room -= size;
	}
	return text;
}

/** Bytes of a character in UTF-8 (RFC 3629); half a pair is written as one that stands for it. */
function bytesOf(character: string): number {
	const code = character.codePointAt(0) ?? 0;
	return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
