/** How easy lessons are to read, counted: sentences, words, long words, and what ties ideas together. */
import type { Language } from '../../domain/language.ts';
import type { Lesson, Step } from '../../domain/lesson.ts';
import type { Practice } from '../../domain/practice.ts';
import { ideasIn } from './ideas.ts';
import { countWords, cutSentences } from './words.ts';

/** A word of more letters than this is long. The LIX of Björnsson (1968) counts words of more than 6; easy read allows more. */
export const mostLetters = 12;

export interface ReadingFacts {
	sentences: number;
	words: number;
	/** Words in the longest sentence. */
	longest: number;
	longWords: number;
	/** Sentences on the steps, outside pretend screens, with a word that ties a second one to it. */
	joined: number;
	/** Commas in the sentence of a step that has most. */
	commas: number;
}

/** The counts of everything that a citizen reads in these lessons. */
export function readingFacts(lessons: Lesson[], lang: Language): ReadingFacts {
	const texts = lessons.flatMap(({ title, steps }) => [title, ...steps.flatMap(wordsOf)]);
	const sentences = texts.flatMap((text) => cutSentences(text, lang)).map(({ words }) => words);
	const counts = sentences.map(countWords);
	const onSteps = lessons.flatMap(({ steps }) => steps.flatMap(({ sentences }) => sentences));
	const ideas = onSteps.map((sentence) => ideasIn(sentence, lang));
	const long = sentences.flatMap((sentence) => sentence.match(/\p{L}[\p{L}\p{M}]*/gu) ?? []);
	return {
		sentences: sentences.length,
		words: counts.reduce((sum, count) => sum + count, 0),
		longest: Math.max(0, ...counts),
		longWords: long.filter((word) => word.length > mostLetters).length,
		joined: ideas.filter(({ joined }) => joined > 0).length,
		commas: Math.max(0, ...ideas.map(({ commas }) => commas))
	};
}

/** Everything on a step that is read. */
export function wordsOf(step: Step): string[] {
	const texts = [step.title, ...step.sentences];
	switch (step.kind) {
		case 'choose':
			return [...texts, ...step.options.flatMap(({ words, reply }) => [words, ...reply])];
		case 'order':
			return [...texts, ...step.items.map(({ words }) => words), ...step.reply];
		case 'match':
			return [...texts, ...step.pairs.flatMap((pair) => [pair.words, pair.partner]), ...step.reply];
		case 'judge':
			return [...texts, ...step.items.flatMap(({ words, why }) => [words, ...why])];
		case 'say':
			return [...texts, ...step.points.map(({ words }) => words)];
		case 'plan':
			return [...texts, ...step.options.map(({ words }) => words)];
		case 'practice':
			return [...texts, ...practiceWords(step.practice)];
		case 'show':
			return texts;
	}
}

function practiceWords(practice: Practice): string[] {
	if (practice.type === 'inbox') {
		return practice.messages.flatMap(({ words, why }) => [words, why]);
	}
	if (practice.type === 'booking') {
		const { services, days, fields } = practice;
		return [...services, ...days, ...fields].map(({ name }) => name);
	}
	const { task, done, screens } = practice;
	return [
		task,
		done,
		...screens.flatMap(({ title, blocks }) => [
			title,
			...blocks.flatMap((block) => {
				if (block.kind === 'pick') return [block.words, ...block.options.map(({ words }) => words)];
				if (block.kind !== 'tap') return [block.words];
				return [block.words, block.else ?? '', block.miss ?? ''].filter(Boolean);
			})
		])
	];
}
