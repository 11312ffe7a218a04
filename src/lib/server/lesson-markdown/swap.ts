/** The places of swap fields in lessons: `[[office]]`. They are filled when a lesson is read, before anything is checked. */
import type { Node } from 'mdast';
import type { Language } from '../../domain/language.ts';
import {
	defaultSwapsSchema,
	swapNames,
	type Swaps,
	type SwapValues
} from '../../domain/swap-fields.ts';
import type { Mistake } from './mistake.ts';
import { wordingMistakes } from './wording.ts';
import { readYaml } from './yaml.ts';

/** Where the invented city of the lessons stands. */
export const swapFile = 'swap-fields.yaml';

const place = /\[\[([^[\]]*)\]\]/g;

/** Is there a place in this text? */
export function hasPlaces(text: string): boolean {
	return text.search(place) >= 0;
}

/** The text with its places filled; one that nothing fills stays as it is, and is a mistake of its file. */
function swapText(text: string, values: SwapValues): string {
	return text.replace(place, (written, name: string) => values[name] ?? written);
}

/** Fills the places in the words of Markdown; the lines of its blocks stay what they are. */
export function swapWords(node: Node, values: SwapValues): void {
	if (node.type === 'text') {
		const words = node as Node & { value: string };
		words.value = swapText(words.value, values);
	}
	if ('children' in node) for (const child of node.children as Node[]) swapWords(child, values);
}

/** Fills the places in all texts of a value. */
export function swapDeep(value: unknown, values: SwapValues): unknown {
	if (typeof value === 'string') return swapText(value, values);
	if (Array.isArray(value)) return value.map((part) => swapDeep(part, values));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, part]) => [key, swapDeep(part, values)])
	);
}

/** The lines of a language file with a place that no field fills. */
export function placeMistakes(text: string, file: string, values: SwapValues): Mistake[] {
	return text.split('\n').flatMap((line, n) =>
		[...line.matchAll(place)]
			.filter(([, name = '']) => values[name] === undefined)
			.map(([written]) => ({
				file,
				line: n + 1,
				sentence: `"${written}" is no swap field: write one of ${Object.keys(values).join(', ')}`
			}))
	);
}

/** Reads the invented city of the lessons; a name must be there in each of the languages that have lessons. */
export function readSwapFile(
	text: string | undefined,
	languages: readonly Language[]
): { swaps: Swaps; mistakes: Mistake[] } {
	if (text === undefined) {
		const sentence = 'this file is missing: it says what stands for [[office]] and the others';
		return { swaps: {}, mistakes: [{ file: swapFile, line: 1, sentence }] };
	}
	const reading = readYaml(defaultSwapsSchema, text, swapFile);
	if (!reading.value) return { swaps: {}, mistakes: reading.mistakes.map(inWords) };
	const { value, lineOf } = reading;
	const missing = swapNames.flatMap((name) =>
		languages
			.filter((lang) => value[name][lang] === undefined)
			.map((lang) => ({
				file: swapFile,
				line: lineOf([name]),
				sentence: `${name}: write it in "${lang}" too, which has lessons`
			}))
	);
	return { swaps: value, mistakes: [...missing, ...wordingMistakes(text, swapFile)] };
}

/** A code of the schema says to an author what a value is. */
function inWords(mistake: Mistake): Mistake {
	const sentence = mistake.sentence.replace(
		/swap\.(\w+)$/,
		'write a short $1 in plain words, as docs/lessons.md says'
	);
	return { ...mistake, sentence };
}
