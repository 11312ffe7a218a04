/**
 * The glossary of a language: hard words, each with its forms, a picture and a meaning in one or two sentences. Where a
 * lesson says one, it can be tapped. docs/lessons.md tells the format.
 */
import * as v from 'valibot';
import type { Language } from '../../domain/language.ts';
import type { Lesson, Meaning, Step, WordPlace } from '../../domain/lesson.ts';
import { idSchema, readSchema } from '../../domain/practice-facts.ts';
import type { Mistake } from './mistake.ts';
import { wordingMistakes } from './wording.ts';
import { cutSentences, tooMuch } from './words.ts';
import { readYaml } from './yaml.ts';

export interface Glossary {
	lang: Language;
	/** By the id of the word. */
	meanings: Record<string, Meaning>;
	/** Whose form it is, in small letters, and the line on which it is written. */
	forms: Map<string, { word: string; line: number }>;
}

const entrySchema = v.strictObject({
	forms: v.pipe(v.array(readSchema), v.minLength(1, 'write the word as lessons write it')),
	picture: idSchema,
	meaning: readSchema
});

/** Reads glossary/<lang>.yaml; `pictures` are the names of the drawings there are. */
export function readGlossary(
	text: string,
	file: string,
	lang: Language,
	pictures: ReadonlySet<string>
): { glossary: Glossary; mistakes: Mistake[] } {
	const glossary: Glossary = { lang, meanings: {}, forms: new Map() };
	const reading = readYaml(v.record(idSchema, entrySchema), text, file);
	if (!reading.value) return { glossary, mistakes: reading.mistakes };
	const mistakes = wordingMistakes(text, file);
	for (const [word, { forms, picture, meaning }] of Object.entries(reading.value)) {
		const note = (part: PropertyKey[], sentence: string) =>
			mistakes.push({ file, line: reading.lineOf([word, ...part]), sentence });
		const sentences = cutSentences(meaning, lang);
		for (const { sentence } of tooMuch(sentences, 2)) note(['meaning'], sentence);
		if (!pictures.has(picture)) note(['picture'], `there is no picture "${picture}"`);
		glossary.meanings[word] = { picture, sentences: sentences.map(({ words }) => words) };
		for (const [n, form] of forms.entries()) {
			const there = glossary.forms.get(fold(form));
			if (there) note(['forms', n], `"${form}" is a form of "${there.word}" already`);
			else glossary.forms.set(fold(form), { word, line: reading.lineOf([word, 'forms', n]) });
		}
	}
	return { glossary, mistakes };
}

/** The steps with the places of known words, the first on each screen, and the meanings that they open. */
export function meaningsIn(
	steps: Step[],
	glossary: Glossary | undefined
): { steps: Step[]; meanings?: Record<string, Meaning> } {
	if (!glossary || glossary.forms.size === 0) return { steps };
	const meanings: Record<string, Meaning> = {};
	const marked = steps.map((step) => {
		const words = new Map<string, WordPlace>();
		for (const place of placesIn(step.sentences, glossary)) {
			if (!words.has(place.word)) words.set(place.word, place);
			meanings[place.word] = glossary.meanings[place.word] as Meaning;
		}
		return words.size > 0 ? { ...step, words: [...words.values()] } : step;
	});
	return Object.keys(meanings).length > 0 ? { steps: marked, meanings } : { steps };
}

/** Where words of the glossary stand in sentences: whole words, the longest form first. */
export function placesIn(sentences: readonly string[], glossary: Glossary): WordPlace[] {
	const pattern = patternOf(glossary);
	return sentences.flatMap((words, sentence) =>
		[...words.matchAll(pattern)].flatMap(({ 0: found, 1: form = '', index }) => {
			const known = glossary.forms.get(fold(form));
			return known ? [{ sentence, from: index, to: index + found.length, word: known.word }] : [];
		})
	);
}

/** Forms that no lesson says. */
export function unusedForms(
	glossary: Glossary,
	lessons: readonly Lesson[],
	file: string
): Mistake[] {
	const said = new Set<string>();
	const pattern = patternOf(glossary);
	for (const { sentences } of lessons.flatMap(({ steps }) => steps)) {
		for (const words of sentences) {
			for (const [, form = ''] of words.matchAll(pattern)) said.add(fold(form));
		}
	}
	return [...glossary.forms]
		.filter(([form]) => !said.has(form))
		.map(([form, { line }]) => ({
			file,
			line,
			sentence: `no lesson says "${form}" in its sentences: take it out here`
		}));
}

/** A letter beside it, also behind a sign as in "e-mail" or "mail.example", makes it another word. */
const before = '(?<![\\p{L}\\p{M}\\p{N}])(?<![\\p{L}\\p{N}][-.@/_])';
const after = '(?![\\p{L}\\p{M}\\p{N}])(?![-.@/_][\\p{L}\\p{N}])';
/** In Arabic "and", "with", "for" and the article are written together with the word. */
const joined: Partial<Record<Language, string>> = { ar: '[وف]?(?:[بك]?ال|لل)?' };

function patternOf({ lang, forms }: Glossary): RegExp {
	const longestFirst = [...forms.keys()].sort((a, b) => b.length - a.length).map(RegExp.escape);
	// one that matches nothing where there is no form
	const any = longestFirst.length > 0 ? longestFirst.join('|') : '(?!)';
	return new RegExp(`${before}${joined[lang] ?? ''}(${any})${after}`, 'giu');
}

function fold(form: string): string {
	return form.toLowerCase();
}
