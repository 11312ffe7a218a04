/** The form of an idea: its words for everybody in one language or more. */
import { isIdeaText, type IdeaTexts } from '../domain/idea.ts';
import { languages } from '../domain/language.ts';
import { wordsOfText } from '../domain/telling-words.ts';
import { isBlank, tidyWords } from '../domain/words.ts';
import { textOf, type FormProblems } from './form-problems.ts';
import { notLookedAt } from './looked-at.ts';

/** What was typed; `telling`: it may tell who somebody is, and nobody has looked at that yet. */
export interface ReadIdea {
	texts: IdeaTexts;
	problems: FormProblems;
	telling: string | undefined;
}

/** Reads the form; a language counts once something is written in it. */
export function readIdeaForm(form: FormData): ReadIdea {
	const texts: IdeaTexts = {};
	const problems: FormProblems = {};
	for (const lang of languages) {
		const text = tidyWords(textOf(form, `text-${lang}`));
		if (isBlank(text)) continue;
		texts[lang] = text;
		if (!isIdeaText(text)) problems[`text-${lang}`] = { code: 'idea-text' };
	}
	const isEmpty = Object.keys(texts).length === 0;
	if (isEmpty) problems[`text-${languages[0]}`] = { code: 'idea-none' };
	return { texts, problems, telling: notLookedAt(form, wordsOfText(texts, true)) };
}
