/** Lessons and modules as authors write them become what screens show. */
import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/lib/domain/language.ts';
import { readLesson, readModule } from '../../src/lib/server/lesson-markdown.ts';
import { good, pictures, read } from './lesson-invented.ts';

describe('a lesson as an author writes it', () => {
	it('becomes typed steps whose sentences can be shown one by one', () => {
		const { text, mistakes } = read(good);
		expect(mistakes).toEqual([]);
		expect(text?.title).toBe('A good lesson');
		expect(text?.steps.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
			'hook show',
			'who show',
			'first choose',
			'happens show',
			'try practice',
			'tomorrow plan'
		]);
		expect(text?.steps[0]).toEqual({
			id: 'hook',
			kind: 'show',
			title: 'A message comes',
			picture: 'phone',
			sentences: ['Rosa gets a message.', 'It says: "Pay now."', 'Is it real?']
		});
		expect(text?.steps[2]).toMatchObject({
			sentences: [],
			options: [
				{ words: 'I stop.', picture: 'stop', fits: true, reply: ['Good: you stop.', 'Now look.'] },
				{ words: 'I tap.', picture: 'tap', fits: false, reply: ['First stop and look.'] }
			]
		});
		expect(text?.steps[4]).toMatchObject({
			practice: { type: 'inbox', messages: [{ id: 'parcel', verdict: 'trap' }, {}, {}] }
		});
		expect(text?.steps[5]).toMatchObject({ options: [{ words: 'On my phone.' }, {}] });
	});

	it('keeps a quotation and its closing sign together, as each language writes them', () => {
		const cases: [lang: Language, body: string, sentences: string[]][] = [
			[
				'fr',
				'Elle lit : « Payez vite. » Est-ce vrai ?',
				['Elle lit : « Payez vite. »', 'Est-ce vrai ?']
			],
			['es', 'Dice: "¡Paga!" ¿Es verdad?', ['Dice: "¡Paga!"', '¿Es verdad?']],
			['ca', 'Diu: «Pagui avui.»\nÉs veritat?', ['Diu: «Pagui avui.»', 'És veritat?']],
			['ar', 'تقول: «ادفع اليوم.» هل هذا صحيح؟', ['تقول: «ادفع اليوم.»', 'هل هذا صحيح؟']]
		];
		for (const [lang, body, sentences] of cases) {
			const markdown = good.replace(/Rosa gets[\s\S]*?real\?/, body);
			const { text } = readLesson(markdown, `${lang}.md`, lang, pictures);
			expect(text?.steps[0]?.sentences).toEqual(sentences);
		}
	});

	it('remembers the line of every step', () => {
		expect(read(good).text?.lines).toEqual(
			good.split('\n').flatMap((line, index) => (line.startsWith('## ') ? [index + 1] : []))
		);
	});
});

const more = good
	.replace(
		'## What can happen {#happens show picture=tap}\n\nA page asks for money.\n',
		`## In which order? {#order order picture=phone}

- First this. {picture=stop}
- Then that. {picture=tap}

Good: now it stands.

## What belongs together? {#pairs match picture=phone}

- A paper. {picture=stop}
  The camera.
- A question. {picture=tap}
  A message.

Good: both are found.
`
	)
	.replace(
		'## Who sends it? {#who show picture=phone}\n\nLook at the number.\n',
		`## Safe or a trap? {#judge judge picture=phone}

- [safe] A message from the library. {picture=stop}
  It asks for nothing.
- [trap] A message with a prize. {picture=tap}
  It wants your code.

## Say it {#say say picture=phone}

What do you tell a neighbour?

- Stop and look. {picture=stop}
`
	);

describe('the kinds of steps', () => {
	it('hold what there is to order, to match, to judge and to say', () => {
		const { text, mistakes } = read(more);
		expect(mistakes).toEqual([]);
		const step = (id: string) => text?.steps.find((each) => each.id === id);
		expect(step('order')).toMatchObject({
			items: [
				{ words: 'First this.', picture: 'stop' },
				{ words: 'Then that.', picture: 'tap' }
			],
			reply: ['Good: now it stands.'],
			sentences: []
		});
		expect(step('pairs')).toMatchObject({
			pairs: [
				{ words: 'A paper.', partner: 'The camera.', picture: 'stop' },
				{ words: 'A question.', partner: 'A message.', picture: 'tap' }
			],
			reply: ['Good: both are found.']
		});
		expect(step('judge')).toMatchObject({
			items: [
				{ verdict: 'safe', words: 'A message from the library.', why: ['It asks for nothing.'] },
				{ verdict: 'trap', words: 'A message with a prize.', why: ['It wants your code.'] }
			]
		});
		expect(step('say')).toMatchObject({
			sentences: ['What do you tell a neighbour?'],
			points: [{ words: 'Stop and look.', picture: 'stop' }]
		});
	});

	const broken: [name: string, from: string, to: string, sentence: string][] = [
		['an order without its end', '\nGood: now it stands.\n', '', 'say under the list'],
		['a pair without a partner', '\n  The camera.', '', 'say in the next line'],
		['only traps', '[safe]', '[trap]', 'put both [trap] and [safe]'],
		['a thing that is not judged', '[safe] A', 'A', 'start with [trap] or [safe]'],
		[
			'nothing to say',
			'\n- Stop and look. {picture=stop}\n',
			'',
			'a "say" step needs one list of 1'
		],
		['one thing to order', '- Then that. {picture=tap}\n', '', '1 options: write 2 to 4']
	];
	it.each(broken)('are mended when they are %s', (_name, from, to, sentence) => {
		expect(more).toContain(from);
		const { mistakes } = read(more.replace(from, to));
		expect(mistakes.map((mistake) => mistake.sentence).join('\n')).toContain(sentence);
	});
});

describe('the words of a module', () => {
	const module = (markdown: string) => readModule(markdown, 'en.md', 'en');

	it('are a title and some sentences', () => {
		expect(module('# Title\n\nOne. Two.\n').text).toEqual({
			title: 'Title',
			sentences: ['One.', 'Two.']
		});
	});

	it('are nothing else', () => {
		expect(module('# Title\n\n- One\n').mistakes[0]).toMatchObject({ line: 3 });
		expect(module('# Title\n').mistakes[0]).toMatchObject({ line: 1 });
	});
});
