/** The fields of a form that says something in several languages: `words-<language>`, and the labels of an answer. */
import { problemOfAnswer, replyKinds, type Answers } from '../domain/answer.ts';
import { languages, type Language } from '../domain/language.ts';
import { isBlank, tidyWords } from '../domain/words.ts';
import { textOf, type FormProblems } from './form-problems.ts';

/** The words that were written, and what is to be looked at again; a language without words is left out. */
export function readTexts(form: FormData): { texts: Answers; problems: FormProblems } {
	const texts: Answers = {};
	const problems: FormProblems = {};
	for (const lang of languages) {
		const words = tidyWords(textOf(form, `words-${lang}`));
		if (isBlank(words)) continue;
		texts[lang] = words;
		const code = problemOfAnswer(words);
		if (code) problems[`words-${lang}`] = { code };
	}
	return { texts, problems };
}

/** The fields `label-<kind>`: by kind of answer, the label that stands chosen for it. */
export function readReplyLabels(form: FormData): Record<string, string> {
	return Object.fromEntries(replyKinds.map((kind) => [kind, textOf(form, `label-${kind}`)]));
}

/** Words of a template put behind what stands already: nobody's typing is lost. */
export function withTemplate(typed: Answers, template: Answers): Answers {
	const all = languages.map((lang): [Language, string] => {
		const parts = [typed[lang] ?? '', template[lang] ?? ''].filter((part) => !isBlank(part));
		return [lang, [...new Set(parts)].join('\n\n')];
	});
	return Object.fromEntries(all.filter(([, words]) => words));
}
