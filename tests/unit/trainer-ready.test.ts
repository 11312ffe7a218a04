/** What a trainer prepares: its version, what is missing of it, and until when nothing changes it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsWithSession, isHolding } from '../../src/lib/domain/hold.ts';
import {
	contentVersion,
	fits,
	isModule,
	lacksOf,
	languagesFor,
	preparedUntil,
	type PreparedFile
} from '../../src/lib/domain/trainer-ready.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

const name = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
const aFile: fc.Arbitrary<PreparedFile> = fc.record({
	cache: name,
	url: name.map((path) => `/${path}`),
	hash: name,
	lang: fc.constantFrom('es', 'ar', ''),
	part: fc.constantFrom('', 'start', 'trainer', 'voice', 'files', 'mail')
});
const someFiles = fc.array(aFile, { minLength: 1, maxLength: 20 });

describe('the version of what is prepared', () => {
	it('is the same on two devices that have the same, whatever came first and wherever it lies', () => {
		fc.assert(
			fc.property(someFiles, fc.infiniteStream(fc.nat()), (files, order) => {
				const others = files
					.map((file) => ({ file, at: order.next().value }))
					.sort((a, b) => Number(a.at) - Number(b.at))
					.map(({ file }) => ({ ...file, cache: 'another' }));
				expect(contentVersion({ files: others })).toBe(contentVersion({ files }));
			})
		);
	});

	it('is another one as soon as one file is another one', () => {
		fc.assert(
			fc.property(someFiles, (files) => {
				const [first, ...rest] = files as [PreparedFile, ...PreparedFile[]];
				const changed = [{ ...first, hash: `${first.hash}!` }, ...rest];
				expect(contentVersion({ files: changed })).not.toBe(contentVersion({ files }));
			})
		);
	});
});

describe('what is missing', () => {
	it('is said once for each part, and no missing file is passed over', () => {
		fc.assert(
			fc.property(someFiles, (files) => {
				const lacks = lacksOf(files);
				const names = lacks.map(({ lang, part }) => `${lang} ${part}`);
				expect(new Set(names).size).toBe(names.length);
				for (const { lang, part } of files) expect(names).toContain(`${lang} ${part}`);
			})
		);
	});

	it('tells modules from everything else that is kept like one', () => {
		for (const part of ['', 'start', 'trainer', 'voice', 'files'])
			expect(isModule(part)).toBe(false);
		expect(isModule('mail')).toBe(true);
	});
});

it('Her own language comes too, and none twice', () => {
	expect(languagesFor('ca', { languages: ['es', 'ar'] })).toEqual(['ca', 'es', 'ar']);
	expect(languagesFor('es', { languages: ['es', 'ar'] })).toEqual(['es', 'ar']);
});

describe('a hold', () => {
	const now = Date.UTC(2026, 10, 27, 10);

	it('ends by itself: a day after the planned end, or after thirty days', () => {
		expect(preparedUntil({ endsAt: now + 3 * day }, now)).toBe(now + 4 * day);
		expect(preparedUntil({}, now)).toBe(now + 30 * day);
		// prepared after its end: it may go on late
		expect(preparedUntil({ endsAt: now - hour }, now)).toBe(now + day);
	});

	it.each([
		['from the moment on', 0, true],
		['until its end', 2 * hour - 1, true],
		['not after its end', 2 * hour, false],
		['where the clock was set back an hour', -hour, true],
		['not where the clock was set back for days', -2 * day, false]
	])('holds %s', (_, later, holds) => {
		expect(isHolding({ since: now, until: now + 2 * hour }, now + later)).toBe(holds);
	});

	it('of a session that is prepared for another day stays when today’s is closed', () => {
		const held = { since: now - day, until: now + 5 * day };
		expect(endsWithSession({ ...held, from: now + 3 * day }, now)).toBe(false);
		expect(endsWithSession({ ...held, from: now - hour }, now)).toBe(true);
		expect(endsWithSession(held, now)).toBe(true);
	});
});

it('What does not fit is said before; what the browser does not say does not stop her', () => {
	expect(fits(10_000_000, 5_000_000)).toBe(false);
	expect(fits(1_000_000, 50_000_000)).toBe(true);
	expect(fits(undefined, 10)).toBe(true);
	expect(fits(10, undefined)).toBe(true);
});
