/** A drawing of a lesson: small, without words or scripts, in the colours of the tokens. */
import { describe, expect, it } from 'vitest';
import { pictureMistakes } from '../../src/lib/server/lesson-markdown/pictures.ts';

describe('a drawing', () => {
	const svg = (inside: string) =>
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120">${inside}</svg>`;
	const dot = (fill: string) => `<circle cx="8" cy="8" r="8" fill="${fill}"/>`;

	it('of few shapes in the colours of the tokens is well', () => {
		const people = `<g>${dot('var(--primary)')}${dot('#8d5524')}</g>\n`;
		expect(pictureMistakes(svg(people), 'a.svg')).toEqual([]);
	});

	const cases: [name: string, drawing: string, sentence: string][] = [
		['too big', svg(dot('none').repeat(40)), 'bytes: a drawing has at most 1536'],
		['of another size', svg('').replace('160', '100'), 'begin with <svg'],
		['with a script', svg('<script>alert(1)</script>'), '<script> is not allowed'],
		['with words', svg('<text x="8">Hi</text>'), '<text> is not allowed'],
		['with an id', svg('<rect id="a"/>'), 'id is not allowed'],
		['with an event', svg('<rect onclick="a()"/>'), 'onclick is not allowed'],
		['with a link', svg('<image href="https://a.example/b.png"/>'), '<image> is not allowed'],
		['in a colour of its own', svg(dot('#ff0000')), '"#ff0000" is no colour'],
		['with a gradient', svg(dot('url(#g)')), '"url(#g)" is no colour'],
		[
			'in six colours',
			svg(['1', '2', '3', '4', '5', '6'].map((n) => dot(`var(--c${n})`)).join('')),
			'6 colours: at most 5'
		],
		['with a comment', svg('<!-- a -->'), 'nothing may stand between the shapes'],
		['that is not closed', svg('<g>'), '</svg> closes nothing'],
		['cut off', svg('<g').replace('</svg>', ''), 'this cannot be read as a shape']
	];
	for (const [name, drawing, sentence] of cases) {
		it(`is refused ${name}`, () => {
			const found = pictureMistakes(drawing, 'a.svg').map((mistake) => mistake.sentence);
			expect(
				found.some((one) => one.includes(sentence)),
				found.join('\n')
			).toBe(true);
		});
	}
});
