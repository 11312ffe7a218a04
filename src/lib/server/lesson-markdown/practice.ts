/** The practice of a lesson: a fenced block of YAML, named after its type. */
import type { Code } from 'mdast';
import { phoneMistakes } from '../../domain/practice-phone-checks.ts';
import type { PhoneBlock, PhonePractice } from '../../domain/practice-phone.ts';
import { practiceSchema, practiceTypes } from '../../domain/practice.ts';
import type { Practice } from '../../domain/practice.ts';
import { tooManyInstructions } from './instructions.ts';
import type { Mistake } from './mistake.ts';
import type { Reader } from './reader.ts';
import { swapDeep } from './swap.ts';
import { countWords, cutSentences, mostMessageWords, tooMuch } from './words.ts';
import { readYaml } from './yaml.ts';

/** Reads the block of a lesson; its mistakes are not noted yet. */
export function readPractice(
	block: Code,
	{ file, lang, pictures, values }: Reader
): { practice?: Practice; mistakes: Mistake[] } {
	const line = block.position?.start.line ?? 1;
	const type = practiceTypes.find((known) => known === block.lang);
	if (!type) {
		const sentence = `"${block.lang ?? ''}" is no practice: write one of ${practiceTypes.join(', ')}`;
		return { mistakes: [{ file, line, sentence }] };
	}
	const reading = readYaml(practiceSchema, block.value, file, line + 1, (found) => ({
		...(swapDeep(found, values) as object),
		type
	}));
	if (!reading.value) {
		// what is missing in an empty block that nobody closed would be a line after the file's last
		const last = block.position?.end.line ?? line;
		const mistakes = reading.mistakes.map((each) => ({ ...each, line: Math.min(each.line, last) }));
		return { mistakes };
	}
	const mistakes: Mistake[] = [];
	for (const { path, words, picture, message } of readable(reading.value)) {
		const at = reading.lineOf(path);
		const add = (sentence: string) => mistakes.push({ file, line: at, sentence });
		if (picture !== undefined && !pictures.has(picture)) add(`there is no picture "${picture}"`);
		if (words !== undefined && message && countWords(words) > mostMessageWords) {
			add(`${countWords(words)} words in this message: write at most ${mostMessageWords}`);
		}
		if (words !== undefined && !message) {
			const sentences = cutSentences(words, lang);
			for (const { sentence } of tooMuch(sentences)) add(sentence);
			// a task may have three parts: each is a sentence of its own
			for (const told of path[0] === 'task' ? sentences : []) {
				const tooMany = tooManyInstructions([told.words], lang);
				if (tooMany) add(tooMany.sentence);
			}
		}
	}
	if (reading.value.type === 'phone') {
		for (const { path, sentence } of phoneMistakes(reading.value)) {
			mistakes.push({ file, line: reading.lineOf(path), sentence });
		}
	}
	return { practice: reading.value, mistakes };
}

interface Readable {
	path: PropertyKey[];
	words?: string;
	picture?: string;
	message?: boolean;
}

function readable(practice: Practice): Readable[] {
	if (practice.type === 'inbox') {
		return practice.messages.flatMap(({ words, why, picture }, n): Readable[] => [
			{ path: ['messages', n, 'words'], words, message: true },
			{ path: ['messages', n, 'why'], words: why },
			{ path: ['messages', n, 'picture'], picture }
		]);
	}
	if (practice.type === 'phone') return readableOnPhone(practice);
	const { office, services, days, fields } = practice;
	return [
		{ path: ['office'], words: office },
		...services.flatMap(({ name, picture }, n): Readable[] => [
			{ path: ['services', n, 'name'], words: name },
			{ path: ['services', n, 'picture'], picture }
		]),
		...days.map(({ name }, n) => ({ path: ['days', n, 'name'], words: name })),
		...fields.map(({ name }, n) => ({ path: ['fields', n, 'name'], words: name }))
	];
}

function readableOnPhone({ task, done, screens }: PhonePractice): Readable[] {
	return [
		{ path: ['task'], words: task },
		{ path: ['done'], words: done },
		...screens.flatMap(({ title, blocks }, s): Readable[] => [
			{ path: ['screens', s, 'title'], words: title },
			...blocks.flatMap((block, b) => readableIn(block, ['screens', s, 'blocks', b]))
		])
	];
}

function readableIn(block: PhoneBlock, path: PropertyKey[]): Readable[] {
	const found: Readable[] = [{ path, words: block.words, message: block.kind === 'text' }];
	if (block.kind === 'picture') found.push({ path, picture: block.picture });
	if (block.kind === 'tap') {
		const { picture } = block;
		if (picture !== undefined) found.push({ path, picture });
		for (const words of [block.else, block.miss]) {
			if (words !== undefined) found.push({ path, words });
		}
	}
	if (block.kind === 'pick') {
		for (const [n, { words, picture }] of block.options.entries()) {
			const at = [...path, 'options', n];
			found.push(picture === undefined ? { path: at, words } : { path: at, words, picture });
		}
	}
	return found;
}
