/** What reads one language file: its words, its pictures, and the mistakes found on the way. */
import type { RootContent } from 'mdast';
import { lineOf, pictureIn, plainWords } from './blocks.ts';
import type { Language } from '../../domain/language.ts';
import type { SwapValues } from '../../domain/swap-fields.ts';
import { tooManyIdeas } from './ideas.ts';
import { tooManyInstructions } from './instructions.ts';
import type { Mistake } from './mistake.ts';
import { cutSentences, tooMuch } from './words.ts';

export const plainOnly = 'write plain words only: no links, no bold, no HTML';

export interface Reader {
	file: string;
	lang: Language;
	pictures: ReadonlySet<string>;
	/** What stands in the places of swap fields. */
	values: SwapValues;
	mistakes: Mistake[];
}

/** The sentences of a text that starts at line `at`; too long, too many and too full ones are noted. */
export function readWords(reader: Reader, text: string, at: number, most?: number): string[] {
	const sentences = cutSentences(text, reader.lang);
	for (const { linesBefore, sentence } of tooMuch(sentences, most)) {
		note(reader, at + linesBefore, sentence);
	}
	for (const { words, linesBefore } of sentences) {
		const ideas = tooManyIdeas(words, reader.lang);
		if (ideas !== undefined) note(reader, at + linesBefore, ideas);
	}
	if (sentences.length === 0) note(reader, at, 'write some words here');
	return sentences.map(({ words }) => words);
}

/** The sentences of the paragraphs; together they are one screen. */
export function readBody(reader: Reader, blocks: RootContent[], at: number): string[] {
	const { text, line } = textOf(reader, blocks, at);
	return text.trim() === '' ? [] : readWords(reader, text, line);
}

/** The same for what a step says before anything is tapped: it tells a reader one thing to do. */
export function readTold(reader: Reader, blocks: RootContent[], at: number): string[] {
	const { text, line } = textOf(reader, blocks, at);
	if (text.trim() === '') return [];
	const sentences = readWords(reader, text, line);
	const told = tooManyInstructions(sentences, reader.lang);
	if (told) {
		const { linesBefore = 0 } = cutSentences(text, reader.lang)[told.place] ?? {};
		note(reader, line + linesBefore, told.sentence);
	}
	return sentences;
}

/** The words of the paragraphs, each line at its place below the first. */
function textOf(reader: Reader, blocks: RootContent[], at: number) {
	const paragraphs = blocks.filter((block) => block.type === 'paragraph');
	const line = paragraphs[0] ? lineOf(paragraphs[0]) : at;
	let text = '';
	for (const paragraph of paragraphs) {
		const words = plainWords(paragraph.children);
		if (words === undefined) note(reader, lineOf(paragraph), plainOnly);
		else text += '\n'.repeat(lineOf(paragraph) - line - text.split('\n').length + 1) + words;
	}
	return { text, line };
}

/** Notes a mistake. */
export function note(reader: Reader, line: number, sentence: string): undefined {
	reader.mistakes.push({ file: reader.file, line, sentence });
}

/** The picture that the notes name, which must be one of those there are. */
export function knownPicture(reader: Reader, notes: string[], at: number): string {
	const picture = pictureIn(notes);
	if (picture === undefined) note(reader, at, 'name a picture: {picture=name}');
	else if (!reader.pictures.has(picture)) note(reader, at, `there is no picture "${picture}"`);
	return picture ?? '';
}
