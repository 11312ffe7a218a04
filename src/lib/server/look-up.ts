/** What lessons can be looked up by: for each the words that tell it apart from the others of its language. */
import type { Language } from '../domain/language.ts';
import { lessonName, type Lesson, type Step } from '../domain/lesson.ts';
import { lookUpTerm, wordsIn, type LookUpEntry } from '../domain/look-up.ts';
import type { Swaps } from '../domain/swap-fields.ts';
import { getLesson, listModules } from './lessons.ts';

/** So many words of a lesson go to the phone, beside its title: all of them would be ten times as much. */
const wordsOfLesson = 14;
/** A word that stands in more than this part of the lessons tells nothing apart. */
const mostLessons = 0.2;

/** The lessons of a language in their order, to be looked up on the phone, with the city's own swap fields in them. */
export function lookUpEntries(lang: Language, swaps: Swaps = {}): LookUpEntry[] {
	const key = JSON.stringify(swaps);
	const known = made.get(lang);
	if (known?.key === key) return known.entries;
	const entries = entriesOf(lang, swaps);
	made.set(lang, { key, entries });
	return entries;
}

const made = new Map<Language, { key: string; entries: LookUpEntry[] }>();

function entriesOf(lang: Language, swaps: Swaps): LookUpEntry[] {
	const lessons = listModules(lang, swaps).flatMap((module) =>
		module.lessons.flatMap((stub) => {
			const lesson = getLesson(lang, stub.module, stub.slug, swaps);
			return lesson ? [{ ...module, lesson, counts: countWords(lesson) }] : [];
		})
	);
	const inLessons = new Map<string, number>();
	for (const { counts } of lessons) {
		for (const term of counts.keys()) inLessons.set(term, (inLessons.get(term) ?? 0) + 1);
	}
	return lessons.map(({ title: topic, picture, lesson, counts }) => ({
		id: lessonName(lesson),
		title: lesson.title,
		topic,
		picture,
		words: tellingWords(counts, inLessons, lessons.length).join(' ')
	}));
}

type Counts = Map<string, { word: string; count: number }>;

/** By tf-idf (Spärck Jones 1972): often in this lesson, seldom in the others. */
function tellingWords(counts: Counts, inLessons: Map<string, number>, all: number): string[] {
	return [...counts.entries()]
		.map(([term, { word, count }]) => {
			const lessons = inLessons.get(term) ?? 1;
			return { word, lessons, weight: count * Math.log(all / lessons) };
		})
		.filter(({ lessons }) => lessons <= Math.max(1, all * mostLessons))
		.sort((a, b) => b.weight - a.weight)
		.slice(0, wordsOfLesson)
		.map(({ word }) => word);
}

function countWords(lesson: Lesson): Counts {
	const counts: Counts = new Map();
	for (const word of wordsIn(lesson.steps.map(textOf).join(' '))) {
		const term = lookUpTerm(word);
		const known = counts.get(term);
		counts.set(term, { word: known?.word ?? word, count: (known?.count ?? 0) + 1 });
	}
	return counts;
}

/** Where words to read stand in a step and in its practice; the rest are ids, names of pictures and of apps. */
const read = ['title', 'words', 'task', 'name', 'sentences', 'reply', 'why', 'partner'];

function textOf(step: Step): string {
	const said: string[] = [];
	JSON.stringify(step, (key, value: unknown) => {
		if (read.includes(key)) said.push([value].flat().join(' '));
		return value;
	});
	return said.join(' ');
}
