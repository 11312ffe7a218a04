/** The forms of labels and departments. */
import { languages, type Language } from '../domain/language.ts';
import { cityStates, type CityState } from '../domain/need-state.ts';
import { isBlank, lengthOf, tidyWords } from '../domain/words.ts';
import { textOf, type FormProblems } from './form-problems.ts';

/** The longest label, in characters. */
const longestLabel = 40;
const longestName = 80;

/** The states that a label may have: that a person took a need back, and that it is hidden, have no others. */
export const labelStates = cityStates.filter(
	(state) => state !== 'withdrawn' && state !== 'hidden'
);

/** The words of a label by language, each on one line; `words` is the problem of all of them. */
export function readLabelWords(
	form: FormData,
	prefix = 'words'
): Partial<Record<Language, string>> {
	return Object.fromEntries(
		languages
			.map((lang) => [lang, oneLine(textOf(form, `${prefix}-${lang}`))] as const)
			.filter(([, words]) => !isBlank(words))
	);
}

/** What is to be looked at again in a label. */
export function labelProblems(
	words: Partial<Record<Language, string>>,
	state: string
): FormProblems {
	const all = Object.values(words);
	const areWritten = all.length > 0 && all.every((text) => lengthOf(text) <= longestLabel);
	return {
		...(!areWritten && { words: { code: 'words' } }),
		...(!stateIn(state) && { state: { code: 'state' } })
	};
}

/** The state that a form names. */
export function stateIn(state: string): CityState | undefined {
	return labelStates.find((each) => each === state);
}

/** The name of a department; undefined when it is none. */
export function readName(form: FormData): { typed: string; name: string | undefined } {
	const typed = oneLine(textOf(form, 'name'));
	return { typed, name: isBlank(typed) || lengthOf(typed) > longestName ? undefined : typed };
}

function oneLine(text: string): string {
	return tidyWords(text).replace(/\s+/g, ' ');
}
