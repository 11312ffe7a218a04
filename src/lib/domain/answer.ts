/** An answer in several languages, with places to fill in: of a template, or to many needs at once. */
import { isLanguage, localeOf, type Language } from './language.ts';
import type { Topic } from './need.ts';
import { isBlank, lengthOf, longestWords } from './words.ts';

/** What a reply is: it answers, or it says no and why. */
export const replyKinds = ['answered', 'declined'] as const;

export type ReplyKind = (typeof replyKinds)[number];

/** The words in each language in which somebody wrote them. */
export type Answers = Partial<Record<Language, string>>;

/** A template as whoever writes an answer chooses it. */
export interface OfferedTemplate {
	id: string;
	name: string;
	/** null: for every topic. */
	topic: Topic | null;
	state: ReplyKind;
	/** The city's own label that it is for, and how the reader calls it; null: for each of its state. */
	label: string | null;
	labelName: string | null;
	languages: Language[];
}

/** Does a template fit an answer of this kind and label? What is not chosen yet fits every template. */
export function fitsAnswer(
	template: Pick<OfferedTemplate, 'state' | 'label'>,
	{ kind, label }: { kind: string; label: string }
): boolean {
	if (!kind) return true;
	return template.state === kind && (!label || !template.label || template.label === label);
}

/** The kind and labels of an answer once a template's words stand in it: nothing that was chosen is lost but its label. */
export function withTemplateLabel<Typed extends { kind: string; labels: Record<string, string> }>(
	typed: Typed,
	{ state, label }: Pick<OfferedTemplate, 'state' | 'label'>
): Typed {
	const labels = label ? { ...typed.labels, [state]: label } : typed.labels;
	return { ...typed, kind: typed.kind || state, labels };
}

/** What of the need that is answered is filled in, written as `{place}`. */
export interface Filling {
	/** The neighbourhood's name, or the city's where the need names none. */
	place: string;
	receivedAt: Date;
	number: string;
}

/** The most needs that are answered at once. */
export const mostAnswered = 500;

/** So long is what can be filled in at most: a neighbourhood's name, a date in words, a number. */
const longestFilling = { place: 80, date: 40, number: 15 };

/** The words for one need: each place-holder filled in, dates as people of that language write them. */
export function fillIn(
	words: string,
	lang: string,
	{ place, receivedAt, number }: Filling
): string {
	const date = new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long' }).format(receivedAt);
	const filled = { place, date, number };
	return words.replace(/\{(place|date|number)\}/g, (_, name: keyof typeof filled) => filled[name]);
}

/** What is the matter with words that are to be sent, as a code; undefined where nothing is. */
export function problemOfAnswer(words: string): string | undefined {
	if (isBlank(words)) return 'words-missing';
	const unknown = words
		.match(/\{[^{}]*\}/g)
		?.some((each) => !/^\{(place|date|number)\}$/.test(each));
	if (unknown) return 'answer-place-holder';
	const longest = words.replace(
		/\{(place|date|number)\}/g,
		(_, name: keyof typeof longestFilling) => 'x'.repeat(longestFilling[name])
	);
	return lengthOf(longest) > longestWords ? 'answer-long' : undefined;
}

/** The language in which a person gets an answer: her own where it is written in it, else the one that was chosen. */
export function languageFor(spoken: string, texts: Answers, fallback: Language): Language {
	const own = spoken.split('-')[0];
	return isLanguage(own) && texts[own] ? own : fallback;
}
