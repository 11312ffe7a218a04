/** Which sentences of a language can be heard, the words of the screens and those of the lessons; and pieces of them. Pure. */
import type { Language } from '../../domain/language.ts';
import { languageNames } from '../../domain/language.ts';
import type { Lesson, Module } from '../../domain/lesson.ts';
import { modulesInPack } from '../../domain/pack.ts';
import { piecesOf, sentencesIn } from '../../domain/sentence.ts';
import { filledIn } from './filled-in.ts';

/** The page that says how answers are counted: its sounds come to phones where the city asks everybody something. */
export const methodPart = 'method';

/** Sentences by the part of Plaza that they belong to: '' is what every phone keeps, else `methodPart` or a module. */
export type SpokenParts = Map<string, string[]>;

interface Source {
	/** The citizens' words of the language, as they stand in its files. */
	words: readonly unknown[];
	modules: readonly Module[];
	lessons: Readonly<Record<string, Lesson>>;
}

/** Names of things in a lesson, which nobody reads. */
const unread = new Set([
	...['id', 'kind', 'type', 'picture', 'module', 'slug', 'lang', 'digcomp', 'stuck', 'lesson'],
	...['verdict', 'keys', 'app', 'set', 'go', 'needs', 'facts', 'service', 'day', 'tone']
]);

/** The sentences of a language. Each stands once: in '' where it is heard there, else in the first module that has it. */
export function spokenParts(lang: Language, { words, modules, lessons }: Source): SpokenParts {
	const first = modules.slice(0, modulesInPack).map(({ slug }) => slug);
	const titles = modules.map(({ title, sentences, check }) => [title, sentences, check?.question]);
	const sources: [string, string[]][] = [
		['', textsIn([languageNames[lang], words, titles], new Set([methodPart]))],
		[methodPart, textsIn(words.map(methodOf), new Set())],
		['', filledIn(lang)],
		...Object.values(lessons).map((lesson): [string, string[]] => [
			first.includes(lesson.module) ? '' : lesson.module,
			textsIn(lesson, unread)
		])
	];
	const known = new Set<string>();
	const parts: SpokenParts = new Map([['', []]]);
	for (const [part, texts] of sources.sort(([a], [b]) => Number(a !== '') - Number(b !== ''))) {
		const own = parts.get(part) ?? [];
		parts.set(part, own);
		for (const sentence of texts.flatMap(sentencesIn).flatMap(sayable)) {
			if (known.has(sentence)) continue;
			known.add(sentence);
			own.push(sentence);
		}
	}
	return parts;
}

const methodOf = (words: unknown) => (words as Record<string, unknown>)[methodPart];

/** Something is filled in on the phone: then the sentence can be said by its pieces only. */
function sayable(sentence: string): string[] {
	return sentence.includes('{{') ? sentence.split(/{{[^}]*}}/).flatMap(piecesOf) : [sentence];
}

function textsIn(value: unknown, unread: ReadonlySet<string>): string[] {
	if (typeof value === 'string') return [value];
	if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, unread));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, each]) =>
		unread.has(name) ? [] : textsIn(each, unread)
	);
}
