import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEnough, mostSuggested, suggestedLessons } from '../../src/lib/domain/start.ts';
import type { StartAnswer } from '../../src/lib/domain/start.ts';

const modules = ['touch', 'scam', 'wifi', 'mail'].map((slug) => ({
	slug,
	open: [`${slug} 1`, `${slug} 2`]
}));

describe('"Where do I start?"', () => {
	const cases: [name: string, answers: Record<string, StartAnswer>, suggested: string[]][] = [
		['nothing was asked: the first lessons', {}, ['touch 1', 'scam 1', 'wifi 1']],
		[
			'what is not there yet comes first',
			{ touch: 'alone', scam: 'alone', wifi: 'notYet', mail: 'notYet' },
			['wifi 1', 'mail 1']
		],
		[
			'then what was shown with help, then what was not asked',
			{ touch: 'helped', wifi: 'notYet' },
			['wifi 1', 'touch 1', 'scam 1']
		],
		['everything was shown: nothing is pressed on anybody', answered('alone'), []]
	];
	it.each(cases)('suggests lessons when %s', (_name, answers, suggested) => {
		expect(suggestedLessons(modules, answers)).toEqual(suggested);
	});

	it('leaves out what is done already', () => {
		const done = [{ slug: 'touch', open: [] }, ...modules.slice(1)];
		expect(suggestedLessons(done, answered('notYet'))).toEqual(['scam 1', 'wifi 1', 'mail 1']);
	});

	it('never suggests more than three, nor one twice', () => {
		const answer = fc.constantFrom<StartAnswer>('alone', 'helped', 'notYet');
		const all = fc.dictionary(fc.constantFrom('touch', 'scam', 'wifi', 'mail'), answer);
		fc.assert(
			fc.property(all, (answers) => {
				const suggested = suggestedLessons(modules, answers);
				expect(suggested.length).toBeLessThanOrEqual(mostSuggested);
				expect(new Set(suggested).size).toBe(suggested.length);
			})
		);
	});

	it('stops asking after three things in a row that are not there yet', () => {
		expect(isEnough(['notYet', 'notYet'])).toBe(false);
		expect(isEnough(['alone', 'notYet', 'notYet', 'notYet'])).toBe(true);
		expect(isEnough(['notYet', 'notYet', 'notYet', 'alone'])).toBe(false);
	});
});

function answered(answer: StartAnswer): Record<string, StartAnswer> {
	return Object.fromEntries(modules.map(({ slug }) => [slug, answer]));
}
