import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/lib/domain/language.ts';
import { readLesson, readModule } from '../../src/lib/server/lesson-markdown.ts';

const pictures = new Set(['phone', 'stop', 'tap']);
const good = `# A good lesson

## A message comes {#hook show picture=phone}

Rosa gets a message. It says: "Pay now."
Is it real?

## Who sends it? {#who show picture=phone}

Look at the number.

## What do you do? {#first choose picture=phone}

- [x] I stop. {picture=stop}
  Good: you stop. Now look.
- [ ] I tap. {picture=tap}
  First stop and look.

## What can happen {#happens show picture=tap}

A page asks for money.

## Try it {#try practice picture=phone}

This is a pretend phone.

\`\`\`inbox
messages:
  - id: parcel
    from: "+00 555 0142"
    picture: phone
    time: "9:12"
    words: "Pay today"
    verdict: trap
    why: "It wants money."
  - id: library
    from: "Library"
    picture: phone
    time: "10:05"
    words: "Your book is ready."
    verdict: safe
    why: "It asks for nothing."
  - id: doctor
    from: "Doctor"
    picture: phone
    time: "16:30"
    words: "Come on Tuesday."
    verdict: safe
    why: "It asks for nothing."
\`\`\`

## Tomorrow {#tomorrow plan picture=stop}

- On my phone. {picture=phone}
- With my family. {picture=stop}
`;

const read = (markdown: string) => readLesson(markdown, 'en.md', 'en', pictures);

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

const long = 'This one sentence has far more words than a tired person wants to read.';
const message = (count: number) => `${'word '.repeat(count)}`.trim();

/** A promise, what to write instead of what, and how the mistake begins: at the line of the new words. */
const broken: [name: string, from: string, to: string, sentence: string][] = [
	['an unknown kind', '{#who show picture', '{#who film picture', '"film" is no kind of step'],
	['no kind', '{#who show picture', '{#who picture', '"" is no kind of step'],
	['no id', '{#who show', '{show', 'give the step an id'],
	['an id with capitals', '{#who show', '{#Who show', 'give the step an id'],
	['the same id twice', '{#who show', '{#hook show', 'another step has the id "hook"'],
	[
		'a picture that is not there',
		'show picture=tap}',
		'show picture=bus}',
		'there is no picture "bus"'
	],
	['no picture', '{#who show picture=phone}', '{#who show}', 'name a picture'],
	['an option without picture', 'On my phone. {picture=phone}', 'On my phone.', 'name a picture'],
	['four sentences on a screen', 'Is it real?', 'Is it real? Look.', '4 sentences here'],
	['a long sentence', 'Look at the number.', long, '14 words in "This one'],
	['a long title', 'Who sends it?', long, '14 words in'],
	['two sentences as a title', 'Who sends it?', 'Who? Look.', '2 sentences here'],
	['a long reply', 'First stop and look.', long, '14 words in'],
	[
		'an option that says nothing back',
		'I tap. {picture=tap}\n  First stop and look.',
		'I tap. {picture=tap}',
		'say in the next line'
	],
	['an option without its mark', '- [ ] I tap.', '- I tap.', 'start with [x]'],
	['a link', 'Look at the number.', 'Look [here](https://a.example).', 'write plain words only'],
	['bold words', 'Look at the number.', 'Look at the **number**.', 'write plain words only'],
	['HTML', 'Look at the number.', 'Look <b>here</b>.', 'write plain words only'],
	[
		'an HTML block',
		'Look at the number.',
		'<script>x</script>',
		'a "show" step has no place for a html'
	],
	[
		'a list where there is nothing to choose',
		'A page asks for money.',
		'- A page.',
		'a "show" step has no place for a list'
	],
	['a practice of an unknown type', '```inbox', '```bank', '"bank" is no practice'],
	['data that is not YAML', '    verdict: trap', '    verdict: "trap', 'this is not YAML'],
	['a message without verdict', '  - id: parcel', '  - id:', 'messages.0.id: '],
	[
		'an unknown verdict',
		'verdict: trap',
		'verdict: maybe',
		'messages.0.verdict: write "trap" or "safe"'
	],
	[
		'a name that nothing has',
		'    time: "9:12"',
		'    time: "9:12"\n    tine: "9:12"',
		'messages.0.tine: nothing here has this name'
	],
	['an hour that is none', '"9:12"', '"25:12"', 'messages.0.time: write the hour'],
	['an hour without quotes', '"9:12"', '912', 'messages.0.time: write the hour in quotes'],
	[
		'a sender picture that is not there',
		'picture: phone\n    time: "10:05"',
		'picture: bus\n    time: "10:05"',
		'there is no picture "bus"'
	],
	[
		'a message longer than a message',
		'"Pay today"',
		`"${message(41)}"`,
		'41 words in this message'
	],
	['a reason with a long sentence', '"It wants money."', `"${long}"`, '14 words in']
];

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

describe('a mistake of an author', () => {
	for (const [name, from, to, sentence] of broken) {
		it(`is named with file and line: ${name}`, () => {
			expect(good).toContain(from);
			const markdown = good.replace(from, to);
			const changed = markdown.split('\n').findIndex((line, n) => line !== good.split('\n')[n]);
			const { text, mistakes } = read(markdown);
			expect(text).toBeUndefined();
			const found = mistakes.find((mistake) => mistake.sentence.startsWith(sentence));
			expect(found, JSON.stringify(mistakes)).toBeDefined();
			expect(found?.file).toBe('en.md');
			expect(Math.abs((found?.line ?? 0) - (changed + 1))).toBeLessThanOrEqual(1);
		});
	}

	const shapes: [name: string, markdown: string, at: string, sentence: string][] = [
		['an empty file', '', '', 'start with a title'],
		[
			'no title',
			good.replace('# A good lesson', 'A good lesson'),
			'A good lesson',
			'start with a title'
		],
		[
			'words before the first step',
			good.replace('# A good lesson', '# A good lesson\n\nHello.'),
			'Hello.',
			'write this under a step'
		],
		[
			'no practice',
			good.replace(/## Try it[\s\S]*?```\n\n(?=## Tom)/, ''),
			'# A good',
			'a lesson has a "practice" step or a "judge" step'
		],
		[
			'too few steps',
			good.replace(/## Who[\s\S]*?(?=## What do)/, ''),
			'# A good',
			'5 steps: a lesson has 6 to 8'
		],
		[
			'one option only',
			good.replace('- With my family. {picture=stop}\n', ''),
			'{#tomorrow',
			'1 options: write 2 to 4'
		],
		[
			'no option that fits',
			good.replace('[x]', '[ ]'),
			'{#first',
			'mark at least one option with [x]'
		],
		[
			'an end without tomorrow',
			good.replace(/## Tomorrow[\s\S]*/, '## Bye {#bye show picture=stop}\n\nBye.\n'),
			'{#bye',
			'end with a "plan" step'
		],
		[
			'a choice without options',
			good.replace(/- \[x\] I stop[\s\S]*?(?=## What can)/, ''),
			'{#first',
			'a "choose" step needs one list'
		],
		[
			'a practice without data',
			good.replace(/```inbox[\s\S]*?```\n/, ''),
			'{#try',
			'a "practice" step needs one fenced block'
		],
		[
			'only scams in the inbox',
			good.replaceAll('verdict: safe', 'verdict: trap'),
			'- id: parcel',
			'messages: put both "trap" and "safe"'
		],
		[
			'two messages with one id',
			good.replace('id: library', 'id: parcel'),
			'- id: parcel',
			'messages: give each message its own id'
		]
	];
	for (const [name, markdown, at, sentence] of shapes) {
		it(`is named with file and line: ${name}`, () => {
			expect(markdown).not.toBe(good);
			const line = markdown.split('\n').findIndex((text) => text.includes(at)) + 1;
			const { mistakes } = read(markdown);
			const found = mistakes.find((mistake) => mistake.sentence.startsWith(sentence));
			expect(found, JSON.stringify(mistakes)).toMatchObject({ file: 'en.md', line });
		});
	}

	it('counts the words of Arabic like those of every language', () => {
		const arabic = `# عنوان\n\n## خطوة {#hook show picture=phone}\n\n${'كلمة '.repeat(13)}.\n`;
		const { mistakes } = readLesson(arabic, 'ar.md', 'ar', pictures);
		expect(mistakes[0]).toMatchObject({ line: 5, sentence: expect.stringContaining('13 words') });
	});

	it('is never a crash, whatever the text: each mistake has a line of the file', () => {
		const lines = good.split('\n');
		const text = fc
			.array(fc.oneof(fc.constantFrom(...lines), fc.string({ unit: 'grapheme' })), {
				maxLength: 80
			})
			.map((some) => some.join('\n'));
		fc.assert(
			fc.property(text, (markdown) => {
				const { text: lesson, mistakes } = read(markdown);
				const last = markdown.split(/\r\n|\r|\n/).length;
				expect(lesson === undefined).toBe(mistakes.length > 0);
				for (const { line } of mistakes) expect(line >= 1 && line <= last).toBe(true);
			})
		);
	});

	it('in a practice does not let YAML anchors grow', () => {
		const { mistakes } = read(
			good.replace('"Pay today"', '&a "Pay"').replace('"Come on Tuesday."', '*a')
		);
		expect(mistakes[0]?.sentence).toContain('this is not YAML');
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
