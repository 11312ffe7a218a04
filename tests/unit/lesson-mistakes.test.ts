/** What an author has to mend is named with its file and line, and says what to do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLesson } from '../../src/lib/server/lesson-markdown.ts';
import { good, pictures, read } from './lesson-invented.ts';

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
	[
		'a second thing to do at once',
		'Look at the number.',
		'Tap the number, and write it on paper.',
		'2 things to do at once, the second in "Tap the number'
	],
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

	it('in an empty practice that nobody closed is in the last line of the file', () => {
		const { mistakes } = read('# A lesson\n## Try it {#try practice picture=phone}\n```inbox');
		expect(mistakes).toMatchObject([{ line: 3, sentence: 'messages: this is missing' }]);
	});

	it('in a practice does not let YAML anchors grow', () => {
		const { mistakes } = read(
			good.replace('"Pay today"', '&a "Pay"').replace('"Come on Tuesday."', '*a')
		);
		expect(mistakes[0]?.sentence).toContain('this is not YAML');
	});
});
