/**
 * A lesson as an author writes it (Markdown) -> the typed steps of a lesson, or everything that has to
 * be mended, each with file and line. Pure: text in, blocks out; it runs no word of an author.
 * docs/lessons.md tells the format.
 */
import type { Heading, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Language } from '../domain/language.ts';
import type { Step } from '../domain/lesson.ts';
import type { SwapValues } from '../domain/swap-fields.ts';
import { lineOf, plainWords } from './lesson-markdown/blocks.ts';
import type { Mistake } from './lesson-markdown/mistake.ts';
import { readBody, readWords } from './lesson-markdown/reader.ts';
import type { Reader } from './lesson-markdown/reader.ts';
import { readStep } from './lesson-markdown/step.ts';
import { placeMistakes, swapWords } from './lesson-markdown/swap.ts';

/** What a language file of a lesson holds; `lines` are those of the steps. */
export interface LessonText {
	title: string;
	steps: Step[];
	lines: number[];
}

/** What a language file of a module holds. */
export interface ModuleText {
	title: string;
	sentences: string[];
	/** "Can you ...?": asked of somebody who looks for her place. */
	question?: string;
}

export type Reading<T> =
	{ text: T; mistakes: [] } | { text?: undefined; mistakes: [Mistake, ...Mistake[]] };

/** Reads a lesson in one language; `pictures` are the names of the drawings there are, `values` fill its swap fields. */
export function readLesson(
	markdown: string,
	file: string,
	lang: Language,
	pictures: ReadonlySet<string>,
	values: SwapValues = {}
): Reading<LessonText> {
	const reader: Reader = { file, lang, pictures, values, mistakes: [] };
	const { title, line, blocks } = readTitle(reader, markdown);
	const steps: Step[] = [];
	const lines: number[] = [];
	const screens = cutScreens(blocks);
	const [stray] = screens.shift()?.blocks ?? [];
	if (stray)
		note(reader, lineOf(stray), 'write this under a step: ## Title {#id kind picture=name}');
	for (const { heading, blocks: body } of screens) {
		const step = heading && readStep(reader, heading, body);
		if (!step || !heading) continue;
		if (steps.some(({ id }) => id === step.id)) {
			note(reader, lineOf(heading), `another step has the id "${step.id}" too`);
		}
		steps.push(step);
		lines.push(lineOf(heading));
	}
	if (reader.mistakes.length === 0) checkShape(reader, steps, lines, line);
	return finish(reader, { title, steps, lines });
}

/** Reads the words of a module: a title, at most three sentences under it, and perhaps a question after a >. */
export function readModule(
	markdown: string,
	file: string,
	lang: Language,
	values: SwapValues = {}
): Reading<ModuleText> {
	const reader: Reader = { file, lang, pictures: new Set(), values, mistakes: [] };
	const { title, line, blocks } = readTitle(reader, markdown);
	const [quote, ...quotes] = blocks.filter((block) => block.type === 'blockquote');
	const strange = [
		...blocks.filter((block) => block.type !== 'paragraph' && block !== quote),
		...quotes
	][0];
	if (strange)
		note(reader, lineOf(strange), 'a module has a title, one paragraph and one question');
	const sentences = readBody(reader, blocks, line);
	if (!strange && sentences.length === 0)
		note(reader, line, 'say in a sentence what the module is for');
	if (!quote) return finish(reader, { title, sentences });
	const [question = '', ...more] = readBody(reader, quote.children, lineOf(quote));
	if (more.length > 0) note(reader, lineOf(quote), 'ask in one sentence');
	return finish(reader, { title, sentences, question });
}

function readTitle(reader: Reader, markdown: string) {
	reader.mistakes.push(...placeMistakes(markdown, reader.file, reader.values));
	const page = fromMarkdown(markdown);
	swapWords(page, reader.values);
	const [first, ...blocks] = page.children;
	const words =
		first?.type === 'heading' && first.depth === 1 ? plainWords(first.children) : undefined;
	const line = first ? lineOf(first) : 1;
	if (words === undefined) note(reader, line, 'start with a title: # Title');
	else readWords(reader, words, line, 1);
	return { title: words ?? '', line, blocks };
}

/** Blocks cut at each heading; the first part is what stands before any. */
function cutScreens(blocks: RootContent[]): { heading?: Heading; blocks: RootContent[] }[] {
	const screens: { heading?: Heading; blocks: RootContent[] }[] = [{ blocks: [] }];
	for (const block of blocks) {
		if (block.type === 'heading') screens.push({ heading: block, blocks: [] });
		else screens.at(-1)?.blocks.push(block);
	}
	return screens;
}

/** A lesson begins with something to see, has something to do or to judge, and ends with tomorrow. */
function checkShape(reader: Reader, steps: Step[], lines: number[], line: number): void {
	const practices = steps.filter(({ kind }) => kind === 'practice').length;
	if (practices > 2) note(reader, line, `${practices} practices: a lesson has at most 2`);
	if (practices === 0 && !steps.some(({ kind }) => kind === 'judge')) {
		note(reader, line, 'a lesson has a "practice" step or a "judge" step');
	}
	if (steps.length < 6 || steps.length > 8) {
		note(reader, line, `${steps.length} steps: a lesson has 6 to 8`);
	}
	if (steps[0] && steps[0].kind !== 'show') note(reader, lines[0] ?? 1, 'begin with a "show" step');
	if (steps.length > 0 && steps.at(-1)?.kind !== 'plan') {
		note(reader, lines.at(-1) ?? 1, 'end with a "plan" step');
	}
}

function note(reader: Reader, line: number, sentence: string): void {
	reader.mistakes.push({ file: reader.file, line, sentence });
}

function finish<T>(reader: Reader, text: T): Reading<T> {
	const [first, ...others] = reader.mistakes.sort((a, b) => a.line - b.line);
	return first ? { mistakes: [first, ...others] } : { text, mistakes: [] };
}
