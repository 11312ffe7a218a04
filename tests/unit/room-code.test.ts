/** The room's code carries a session whole, or says that it does not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { isJoined, type HeldSession, type Joined } from '../../src/lib/domain/held-session.ts';
import { grace, isOn, sessionCode, untilHere } from '../../src/lib/domain/session-hours.ts';
import { idFromBytes, makeId } from '../../src/lib/domain/id.ts';
import { languages } from '../../src/lib/domain/language.ts';
import {
	isOwnCity,
	readRoomCode,
	rootInCode,
	writeRoomCode
} from '../../src/lib/domain/room-code.ts';
import { tidyWords } from '../../src/lib/domain/words.ts';
import { matrixOf } from '../../src/lib/ui/qr.ts';

const hour = 60 * 60_000;
const start = Date.UTC(2026, 2, 3, 16);
const chance = fc.uint8Array({ minLength: 16, maxLength: 16 });
const slug = fc.stringMatching(/^[a-z0-9-]{1,24}$/);
const aName = fc
	.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
	.map((name) => tidyWords(name).slice(0, 80))
	.filter((name) => name !== '' && tidyWords(name) === name);
const aSession: fc.Arbitrary<HeldSession> = fc.record({
	id: chance.map((bytes) => makeId(start, bytes)),
	lab: chance.map((bytes) => idFromBytes(bytes, 7)),
	labName: aName,
	endsAt: fc.integer({ min: 1, max: 30_000_000 }).map((minutes) => minutes * 60_000),
	modules: fc.array(slug, { maxLength: 6 }),
	languages: fc.subarray([...languages], { minLength: 1 }),
	root: fc
		.uint8Array({ minLength: 32, maxLength: 32 })
		.map((bytes) => rootInCode(toBase64Url(bytes)))
});
const session: HeldSession = {
	id: makeId(start, new Uint8Array(10).fill(7)),
	lab: makeId(start, new Uint8Array(10).fill(9)),
	labName: 'Laboratorio del Raval',
	endsAt: start + 2 * hour,
	modules: ['scam-messages', 'book-appointment', 'connect'],
	languages: ['es', 'ar'],
	root: rootInCode(toBase64Url(new Uint8Array(32).fill(200)))
};
const origin = 'https://plaza.city.example';

describe('A session', () => {
	it('comes out of its code as it went in, whatever its lab is called', () => {
		fc.assert(
			fc.property(aSession, (given) => {
				const read = readRoomCode(writeRoomCode(origin, 'es', given));
				expect(read).toEqual({ session: given, origin });
			})
		);
	});

	it('does not come out of a code that was changed or cut in any place', () => {
		const text = writeRoomCode(origin, 'ar', session);
		const begin = text.indexOf('#') + 1;
		for (let at = begin; at < text.length; at++) {
			expect(readRoomCode(text.slice(0, at)), `cut at ${at}`).toBe('torn');
			const other = text[at] === 'A' ? 'B' : 'A';
			const changed = text.slice(0, at) + other + text.slice(at + 1);
			const read = readRoomCode(changed);
			// the last letter of base64 may hold bits that say nothing
			if (read !== 'torn') expect(read).toEqual({ session, origin });
		}
	});

	it.each(['', 'https://city.example/es/who#card=x', 'WIFI:S:lab;;', 'PLZ1.abcd.1.2.00000000.x'])(
		'does not come out of another code: %s',
		(text) => {
			expect(readRoomCode(text)).toBe('other');
		}
	);

	it('fits into a code that an old camera reads: 200 bytes, 53 modules a side', () => {
		const text = writeRoomCode(origin, 'es', session);
		expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(200);
		expect(matrixOf(text).size).toBeLessThanOrEqual(53);
	});

	it('has six characters that nobody confuses, the same on every phone', () => {
		fc.assert(
			fc.property(aSession, (given) => {
				expect(sessionCode(given)).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);
				const read = readRoomCode(writeRoomCode(origin, 'es', given));
				if (typeof read === 'string') throw new Error(read);
				expect(sessionCode(read.session)).toBe(sessionCode(given));
			})
		);
	});
});

describe('A phone', () => {
	const own = (kid: string | undefined) => isOwnCity({ session, origin }, { root: kid, origin });
	it('joins the sessions of its own city only, as far as it knows it', () => {
		expect(own(toBase64Url(new Uint8Array(32).fill(200)))).toBe(true);
		expect(own(toBase64Url(new Uint8Array(32).fill(100)))).toBe(false);
		expect(own(undefined)).toBe(true);
		const elsewhere = { root: undefined, origin: 'https://other.example' };
		expect(isOwnCity({ session, origin }, elsewhere)).toBe(false);
	});

	it('knows an old code from one of today, give or take what clocks differ', () => {
		expect(isOn(session, start)).toBe(true);
		expect(isOn(session, start - 10 * hour)).toBe(true);
		expect(isOn(session, session.endsAt + grace - 1)).toBe(true);
		expect(isOn(session, session.endsAt + grace)).toBe(false);
		expect(isOn(session, start - 48 * hour)).toBe(false);
	});

	const joinedAt = (now: number): Joined => ({
		...session,
		person: 'AAAAAAAAAAAAAAAA',
		joinedAt: now,
		until: untilHere(session, now)
	});
	it('stays joined until the end and two hours, by its own clock', () => {
		const joined = joinedAt(start + hour);
		expect(isJoined(joined, session.endsAt + grace - 1)).toBe(true);
		expect(isJoined(joined, session.endsAt + grace)).toBe(false);
	});

	it.each([-3, 3])('whose clock is %i years off stays joined as long as the others', (years) => {
		const now = start + years * 365 * 24 * hour;
		const joined = joinedAt(now);
		expect(isJoined(joined, now + 3.9 * hour)).toBe(true);
		expect(isJoined(joined, now + 4 * hour)).toBe(false);
	});

	it('whose clock is set back meanwhile does not stay joined for ever', () => {
		expect(isJoined(joinedAt(start), start - 365 * 24 * hour)).toBe(false);
	});
});
