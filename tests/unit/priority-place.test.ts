/** Whoever said an idea hears its place from numbers that everybody can read, and a phone understands older and newer news. */
import { describe, expect, it } from 'vitest';
import { readIdeaNews } from '../../src/lib/domain/idea-news.ts';
import { placeOf } from '../../src/lib/domain/priority-place.ts';

const thing = (id: string) => ({ id, texts: {}, cost: null });
const result = (id: string, people: number | null, points: number | null) => {
	return { id, people, points, fits: null };
};
const asked = {
	things: ['a', 'b', 'c', 'd'].map(thing),
	results: {
		people: 20,
		things: [
			...[result('a', 15, 30), result('b', 10, 20), result('c', 10, 20)],
			...[result('d', null, null)]
		]
	}
};

describe('the place of an idea', () => {
	it.each([
		['a', 1],
		['b', 2],
		['c', 2]
	])('of %s is %i: equal numbers share one', (id, place) => {
		expect(placeOf(asked, id)).toEqual({ place, of: 4, few: false, fits: null });
	});

	it('is told of none that fewer than five chose, nor of one that cannot be read any more', () => {
		expect(placeOf(asked, 'd')).toMatchObject({ place: null, few: true });
		expect(placeOf(asked, 'gone')).toMatchObject({ place: null, few: false });
		expect(placeOf({ ...asked, results: null }, 'a')).toMatchObject({ place: null, few: true });
	});
});

describe('news of an idea', () => {
	const id = '01932c5e-0000-7000-8000-000000000001';
	const old = { challenge: id, state: 'published', joined: false, reason: null, page: true };

	it('that a phone heard before Plaza could say more is read as it was', () => {
		expect(readIdeaNews(JSON.stringify(old))).toEqual({
			...old,
			...{ priorities: [], pilots: [], decisions: [] }
		});
	});

	it('of a city that says more than is known here loses only what is not understood', () => {
		const pilots = [
			{ id, words: 'x', lang: 'es', from: '1', until: '2', ended: false, challenge: id }
		];
		const decisions = [{ id, words: 'x', lang: 'es', outcome: 'later', said: null, challenge: id }];
		const newer = JSON.stringify({ ...old, pilots, decisions, further: [1] });
		expect(readIdeaNews(newer)).toMatchObject({ state: 'published', pilots, decisions: [] });
	});
});
