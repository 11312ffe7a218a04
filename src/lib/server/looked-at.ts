/** Words for everybody that may tell who somebody is are kept or said only once somebody has looked at them. */
import type { Language } from '../domain/language.ts';
import { optionsOf, type Survey } from '../domain/survey.ts';
import { tellingMark, wordsOfText, type WordsForAll } from '../domain/telling-words.ts';
import { textOf } from './form-problems.ts';

/** What in them nobody has looked at yet, as the button that goes on says it back; undefined where there is none. */
export function notLookedAt(form: FormData, words: readonly WordsForAll[]): string | undefined {
	const telling = tellingMark(words);
	return telling && textOf(form, 'looked') !== telling ? telling : undefined;
}

/** Of the rows of a form what can still be written otherwise, and is not hidden. */
export function wordsOfRows(
	rows: readonly {
		texts: Partial<Record<Language, string>>;
		fixed: readonly Language[];
		isHidden?: boolean;
	}[]
): WordsForAll[] {
	return rows
		.filter(({ isHidden }) => !isHidden)
		.flatMap(({ texts, fixed }) => wordsOfText(texts).filter(({ lang }) => !fixed.includes(lang)));
}

/** All that a survey says. */
export function wordsOfSurvey({ title, intro, questions }: Survey): WordsForAll[] {
	const asked = questions.flatMap((question) => [
		question.texts,
		...optionsOf(question).map(({ texts }) => texts)
	]);
	return [title, intro, ...asked].flatMap((texts) => wordsOfText(texts));
}
