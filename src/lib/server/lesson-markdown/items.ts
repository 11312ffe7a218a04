/** The list of a step: options, things to order, pairs, things to judge. */
import type { List } from 'mdast';
import type { ChooseOption, JudgeItem, MatchStep, PlanOption } from '../../domain/lesson.ts';
import { cutNotes, itemWords, lineOf } from './blocks.ts';
import { knownPicture, note, plainOnly, readWords } from './reader.ts';
import type { Reader } from './reader.ts';

/** An item as it is written: its first line with notes, and what stands under it. */
export interface Item {
	line: number;
	words: string;
	notes: string[];
	more: string;
}

/** The items of a list, of which there are `least` to 4. */
export function readItems(
	reader: Reader,
	list: List | undefined,
	at: number,
	least: number
): Item[] {
	if (!list) return [];
	if (list.children.length < least || list.children.length > 4) {
		note(reader, at, `${list.children.length} options: write ${least} to 4`);
	}
	return list.children.map((item) => {
		const text = itemWords(item);
		if (text === undefined) note(reader, lineOf(item), plainOnly);
		const [first = '', ...rest] = (text ?? '').split('\n');
		return { line: lineOf(item), more: rest.join('\n'), ...cutNotes(first) };
	});
}

/** Options that fit or not, each with what is said back. */
export function readChoices(reader: Reader, items: Item[], at: number): ChooseOption[] {
	const options = items.map((item) => {
		const { mark, label } = marked(
			reader,
			item,
			['x', ' '],
			'start with [x] when the option fits, with [ ] when it does not'
		);
		return { ...read(reader, item, label), fits: mark === 'x', reply: readMore(reader, item) };
	});
	if (items.length > 0 && !options.some(({ fits }) => fits))
		note(reader, at, 'mark at least one option with [x]');
	return options;
}

/** Things to judge, traps and safe ones, each with why. */
export function readJudged(reader: Reader, items: Item[], at: number): JudgeItem[] {
	const judged = items.map((item): JudgeItem => {
		const { mark, label } = marked(reader, item, ['trap', 'safe'], 'start with [trap] or [safe]');
		const verdict = mark === 'trap' ? 'trap' : 'safe';
		return { ...read(reader, item, label), verdict, why: readMore(reader, item) };
	});
	if (items.length > 0 && new Set(judged.map(({ verdict }) => verdict)).size < 2)
		note(reader, at, 'put both [trap] and [safe] in the list');
	return judged;
}

/** What belongs together: the first line, and the line under it. */
export function readPairs(reader: Reader, items: Item[]): MatchStep['pairs'] {
	return items.map((item) => ({
		...read(reader, item, item.words),
		partner: readMore(reader, item).join(' ')
	}));
}

/** Items of one line. */
export function readPlain(reader: Reader, items: Item[]): PlanOption[] {
	return items.map((item) => {
		if (item.more !== '') note(reader, item.line, 'here an option is one line');
		return read(reader, item, item.words);
	});
}

function marked(reader: Reader, item: Item, marks: string[], advice: string) {
	const found = /^\[([a-z ]+)\]\s*(.*)$/.exec(item.words);
	const mark = found?.[1];
	if (mark === undefined || !marks.includes(mark)) note(reader, item.line, advice);
	return { mark, label: found?.[2] ?? item.words };
}

function read(reader: Reader, { line, notes }: Item, words: string): PlanOption {
	readWords(reader, words, line);
	return { words, picture: knownPicture(reader, notes, line) };
}

function readMore(reader: Reader, { line, more }: Item): string[] {
	if (more === '') note(reader, line, 'say in the next line what comes next');
	return more === '' ? [] : readWords(reader, more, line + 1);
}
