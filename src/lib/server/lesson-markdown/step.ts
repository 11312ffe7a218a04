/** One step: its heading, and the blocks under it. */
import type { Code, Heading, List, RootContent } from 'mdast';
import { stepKinds } from '../../domain/lesson.ts';
import type { ChooseOption, PlanOption, Step } from '../../domain/lesson.ts';
import { cutNotes, itemWords, lineOf, pictureIn, plainWords } from './blocks.ts';
import type { Mistake } from './mistake.ts';
import { readPractice } from './practice.ts';
import { cutSentences, tooMuch } from './words.ts';

const plainOnly = 'write plain words only: no links, no bold, no HTML';

export interface Reader {
	file: string;
	lang: string;
	pictures: ReadonlySet<string>;
	mistakes: Mistake[];
}

/** Reads `## Title {#id kind picture=name}` with what follows it; nothing when the heading cannot be read. */
export function readStep(
	reader: Reader,
	heading: Heading,
	blocks: RootContent[]
): Step | undefined {
	const at = lineOf(heading);
	const text = plainWords(heading.children);
	if (text === undefined) return note(reader, at, plainOnly);
	const { words: title, notes } = cutNotes(text);
	const id = notes.find((word) => word.startsWith('#'))?.slice(1) ?? '';
	const written = notes.find((word) => !word.startsWith('#') && !word.includes('='));
	const kind = stepKinds.find((known) => known === written);
	if (!/^[a-z0-9-]{1,80}$/.test(id)) {
		return note(
			reader,
			at,
			'give the step an id of small letters, digits and -: {#id kind picture=name}'
		);
	}
	if (!kind) {
		return note(
			reader,
			at,
			`"${written ?? ''}" is no kind of step: write one of ${stepKinds.join(', ')}`
		);
	}
	readWords(reader, title, at, 1);
	const picture = knownPicture(reader, notes, at);
	const sentences = readBody(reader, blocks, at);
	const screen = { id, title, sentences, picture };
	const lists = blocks.filter((block) => block.type === 'list');
	const codes = blocks.filter((block) => block.type === 'code');
	checkBlocks(reader, kind, at, blocks, lists, codes);
	if (kind === 'choose') return { kind, ...screen, options: readChoices(reader, lists[0], at) };
	if (kind === 'plan') return { kind, ...screen, options: readPlans(reader, lists[0], at) };
	if (kind === 'show') return { kind, ...screen };
	if (!codes[0]) return undefined;
	const { practice, mistakes } = readPractice(codes[0], reader.file, reader.lang, reader.pictures);
	reader.mistakes.push(...mistakes);
	return practice && { kind, ...screen, practice };
}

/** The sentences of a text that starts at line `at`; too long or too many are noted. */
export function readWords(reader: Reader, text: string, at: number, most?: number): string[] {
	const sentences = cutSentences(text, reader.lang);
	for (const { linesBefore, sentence } of tooMuch(sentences, most)) {
		note(reader, at + linesBefore, sentence);
	}
	if (sentences.length === 0) note(reader, at, 'write some words here');
	return sentences.map(({ words }) => words);
}

/** The sentences of the paragraphs; together they are one screen. */
export function readBody(reader: Reader, blocks: RootContent[], at: number): string[] {
	const paragraphs = blocks.filter((block) => block.type === 'paragraph');
	const first = paragraphs[0] ? lineOf(paragraphs[0]) : at;
	let text = '';
	for (const paragraph of paragraphs) {
		const words = plainWords(paragraph.children);
		if (words === undefined) note(reader, lineOf(paragraph), plainOnly);
		else text += '\n'.repeat(lineOf(paragraph) - first - text.split('\n').length + 1) + words;
	}
	return text.trim() === '' ? [] : readWords(reader, text, first);
}

function note(reader: Reader, line: number, sentence: string): undefined {
	reader.mistakes.push({ file: reader.file, line, sentence });
}

function knownPicture(reader: Reader, notes: string[], at: number): string {
	const picture = pictureIn(notes);
	if (picture === undefined) note(reader, at, 'name a picture: {picture=name}');
	else if (!reader.pictures.has(picture)) note(reader, at, `there is no picture "${picture}"`);
	return picture ?? '';
}

function checkBlocks(
	reader: Reader,
	kind: Step['kind'],
	at: number,
	blocks: RootContent[],
	lists: List[],
	codes: Code[]
): void {
	const allowed = ['paragraph', kind === 'practice' ? 'code' : kind === 'show' ? '' : 'list'];
	const strange = blocks.find((block) => !allowed.includes(block.type));
	if (strange) note(reader, lineOf(strange), `a "${kind}" step has no place for a ${strange.type}`);
	if (kind === 'practice' && codes.length !== 1) {
		note(reader, at, 'a "practice" step needs one fenced block with its data');
	}
	if ((kind === 'choose' || kind === 'plan') && lists.length !== 1) {
		note(reader, at, `a "${kind}" step needs one list of 2 to 4 options`);
	}
}

function readItems(reader: Reader, list: List | undefined, at: number) {
	if (!list) return [];
	if (list.children.length < 2 || list.children.length > 4) {
		note(reader, at, `${list.children.length} options: write 2 to 4`);
	}
	return list.children.map((item) => {
		const text = itemWords(item);
		if (text === undefined) note(reader, lineOf(item), plainOnly);
		const [first = '', ...rest] = (text ?? '').split('\n');
		return { line: lineOf(item), reply: rest.join('\n'), ...cutNotes(first) };
	});
}

function readChoices(reader: Reader, list: List | undefined, at: number): ChooseOption[] {
	const options = readItems(reader, list, at).map(({ line, words, notes, reply }) => {
		const marked = /^\[([x ])\]\s*(.*)$/.exec(words);
		if (!marked)
			note(reader, line, 'start with [x] when the option fits, with [ ] when it does not');
		const label = marked?.[2] ?? words;
		readWords(reader, label, line);
		if (reply === '') note(reader, line, 'say in the next line what comes next');
		return {
			words: label,
			picture: knownPicture(reader, notes, line),
			fits: marked?.[1] === 'x',
			reply: reply === '' ? [] : readWords(reader, reply, line + 1)
		};
	});
	if (list && !options.some(({ fits }) => fits))
		note(reader, at, 'mark at least one option with [x]');
	return options;
}

function readPlans(reader: Reader, list: List | undefined, at: number): PlanOption[] {
	return readItems(reader, list, at).map(({ line, words, notes, reply }) => {
		readWords(reader, words, line);
		if (reply !== '') note(reader, line, 'an option of a "plan" step is one line');
		return { words, picture: knownPicture(reader, notes, line) };
	});
}
