/** The form of a public reply: a neighbourhood, and what people said and the city did in one language or more. */
import type { Decision } from '../domain/decision.ts';
import { languages, type Language } from '../domain/language.ts';
import { longestOf, type PublicReply, type ReplyText } from '../domain/public-reply.ts';
import { isBlank, lengthOf, tidyWords } from '../domain/words.ts';
import { textOf, type FormProblems } from './form-problems.ts';
import type { PublicReplyForm } from './public-replies.ts';

/** What was typed, to be shown again. */
export interface TypedReply {
	/** Empty for the whole city. */
	place: string;
	texts: Record<Language, ReplyText>;
}

/** How a decision begins a public reply: what is done and when, or why not. What people said stays to be written. */
export function begunFrom({ outcome, texts }: Pick<Decision, 'outcome' | 'texts'>) {
	const begun = Object.entries(texts).map(([lang, { what, why, when }]) => [
		lang,
		{ said: '', done: [what, outcome === 'no' ? why : when].filter(Boolean).join('\n') }
	]);
	return Object.fromEntries(begun) as PublicReply['texts'];
}

/** Reads the form; `places` are the ids that may be chosen. A language counts once one of its halves is written. */
export function readPublicReplyForm(
	form: FormData,
	places: ReadonlySet<string>
): { typed: TypedReply } & ({ values: PublicReplyForm } | { problems: FormProblems }) {
	const place = textOf(form, 'place');
	const typed = { place, texts: {} as TypedReply['texts'] };
	const texts: PublicReply['texts'] = {};
	const problems: FormProblems = {};
	if (place && !places.has(place)) problems['place'] = { code: 'lab-place' };
	for (const lang of languages) {
		const text = {
			said: tidyWords(textOf(form, `said-${lang}`)),
			done: tidyWords(textOf(form, `done-${lang}`))
		};
		typed.texts[lang] = text;
		if (isBlank(text.said) && isBlank(text.done)) continue;
		texts[lang] = text;
		for (const half of ['said', 'done'] as const) {
			const isFine = !isBlank(text[half]) && lengthOf(text[half]) <= longestOf[half];
			if (!isFine) problems[`${half}-${lang}`] = { code: `reply-${half}` };
		}
	}
	if (Object.keys(texts).length === 0) problems[`said-${languages[0]}`] = { code: 'reply-none' };
	if (Object.keys(problems).length > 0) return { typed, problems };
	return { typed, values: { place: place || null, texts } };
}
