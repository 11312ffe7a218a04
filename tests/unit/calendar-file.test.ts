/** A calendar file: whatever people write into it, every calendar reads the same back. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calendarFile, type CalendarEvent } from '../../src/lib/domain/calendar-file.ts';

const event: CalendarEvent = {
	id: '0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a70',
	revision: 2,
	changedAt: new Date('2026-11-27T04:30:15.250Z'),
	startsAt: new Date('2026-12-02T09:00:00Z'),
	endsAt: new Date('2026-12-02T11:00:00Z'),
	cancelled: false,
	title: 'Plaza: El Raval',
	place: 'El Raval, Carrer Nou 3; first floor',
	words: 'False messages\nCatalà, العربية',
	url: 'https://plaza.example/es/sessions#a'
};

/** Lines as a calendar sees them: unfolded (RFC 5545, section 3.1), each with its name and value. */
function readLines(file: string): [string, string][] {
	expect(file.endsWith('\r\n')).toBe(true);
	return file
		.replaceAll('\r\n ', '')
		.split('\r\n')
		.slice(0, -1)
		.map((line) => {
			const at = line.indexOf(':');
			return [line.slice(0, at), line.slice(at + 1)];
		});
}

function valueOf(file: string, name: string): string | undefined {
	const [, value] = readLines(file).find(([each]) => each === name) ?? [];
	return value?.replaceAll(/\\([\\;,n])/g, (_, one: string) => (one === 'n' ? '\n' : one));
}

it('says when, where, about what, and which change of it this is', () => {
	const file = calendarFile('Sesiones', [event, { ...event, id: 'b', cancelled: true }]);
	expect(readLines(file)).toEqual([
		['BEGIN', 'VCALENDAR'],
		['VERSION', '2.0'],
		['PRODID', '-//Plaza//Sessions//EN'],
		['NAME', 'Sesiones'],
		['X-WR-CALNAME', 'Sesiones'],
		['REFRESH-INTERVAL;VALUE=DURATION', 'PT12H'],
		['BEGIN', 'VEVENT'],
		['UID', event.id],
		['DTSTAMP', '20261127T043015Z'],
		['LAST-MODIFIED', '20261127T043015Z'],
		['SEQUENCE', '2'],
		['DTSTART', '20261202T090000Z'],
		['DTEND', '20261202T110000Z'],
		['STATUS', 'CONFIRMED'],
		['SUMMARY', 'Plaza: El Raval'],
		['LOCATION', 'El Raval\\, Carrer Nou 3\\; first floor'],
		['DESCRIPTION', 'False messages\\nCatalà\\, العربية'],
		['URL', event.url],
		['END', 'VEVENT'],
		...readLines(file).slice(19, 32),
		['END', 'VCALENDAR']
	]);
	expect(file.match(/STATUS:CANCELLED/g)).toHaveLength(1);
});

it('is a calendar too where nothing is planned', () => {
	const lines = readLines(calendarFile('Sesiones', []));
	expect(lines.filter(([name]) => name === 'BEGIN').map(([, what]) => what)).toEqual([
		'VCALENDAR',
		'VTIMEZONE',
		'STANDARD'
	]);
});

// what folding and escaping could break: wide characters, line ends, and the signs that mean something
const anything = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 200, size: 'max' }),
	fc.string({
		unit: fc.constantFrom(
			...'a:;,\\"\r\n\t',
			'é',
			'ل',
			'中',
			'👋',
			'\u0007',
			'\u2028',
			'\r\nEND:VEVENT'
		),
		maxLength: 120,
		size: 'max'
	})
);

it('gives back every text, in lines of at most 75 bytes, and no text begins a line', () => {
	fc.assert(
		fc.property(anything, anything, anything, (title, place, words) => {
			const file = calendarFile(title, [{ ...event, title, place, words }]);
			const bytes = new TextEncoder().encode(file);
			const sent = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
			for (const line of sent.split('\r\n')) {
				expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
				expect(line).not.toMatch(/[\r\n]/);
			}
			expect(readLines(sent).map(([name]) => name)).toEqual(
				readLines(calendarFile('', [event])).map(([name]) => name)
			);
			const storable = (text: string) =>
				text
					.toWellFormed()
					.replaceAll(/\r\n?/g, '\n')
					// eslint-disable-next-line no-control-regex -- those are left out
					.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
			expect(valueOf(sent, 'NAME')).toBe(storable(title));
			expect(valueOf(sent, 'SUMMARY')).toBe(storable(title));
			expect(valueOf(sent, 'LOCATION')).toBe(storable(place));
			expect(valueOf(sent, 'DESCRIPTION')).toBe(storable(words));
		}),
		{ numRuns: 300 }
	);
});
