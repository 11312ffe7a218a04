/** Whatever a submission waits for, its person reads why in her own language, and what she can do. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { parkReasons, readParkReason, type ParkReason } from '../../src/lib/domain/parked.ts';
import { requestProblems, submissionProblems } from '../../src/lib/domain/problem.ts';

const reasons = Object.entries(parkReasons) as [
	ParkReason,
	{ because: string; remedy: 'tell-again' | 'try-again' }
][];

describe.each(languages)('in %s', (lang) => {
	const file = new URL(`../../src/lib/i18n/phone/${lang}.json`, import.meta.url);
	const { problems, messages } = JSON.parse(readFileSync(file, 'utf8')) as {
		problems: Record<string, string>;
		messages: { again: string; mend: { again: string } };
	};

	it.each(reasons)('%s has its reason and what helps', (_, { because, remedy }) => {
		expect(problems[because]).toMatch(/\p{L}{2}/u);
		expect(remedy === 'try-again' ? messages.again : messages.mend.again).toMatch(/\p{L}{2}/u);
	});
});

describe('the code of a problem', () => {
	it.each(submissionProblems)("%s, the city's word on a submission, is a reason", (code) => {
		expect(readParkReason(code)).toBe(code);
	});

	it.each(
		Object.entries(requestProblems).filter(([, status]) => [400, 413, 415, 422].includes(status))
	)('%s, with which the door refuses a request or a piece of media, is a reason', (code) => {
		expect(readParkReason(code)).toBe(code);
		expect(readParkReason(`media-${code}`)).toBe(`media-${code}`);
	});

	it('of a newer city still has a reason', () => {
		expect(readParkReason('invented-next-year')).toBe('rejected');
		expect(readParkReason('media-invented-next-year')).toBe('media-malformed');
	});
});
