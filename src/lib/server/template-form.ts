/** The form of a template: a name, a topic, what kind of answer it is and for which label, and words in one language or more. */
import { replyKinds, type Answers } from '../domain/answer.ts';
import { topics } from '../domain/need.ts';
import { isBlank, lengthOf, tidyWords } from '../domain/words.ts';
import { readReplyLabels, readTexts } from './answer-texts.ts';
import { textOf, type FormProblems } from './form-problems.ts';
import type { Label } from './labels.ts';
import type { TemplateForm } from './templates.ts';

/** What was typed, to be shown again; `topic` is empty for every topic. */
export interface TypedTemplate {
	name: string;
	topic: string;
	state: string;
	/** By kind of answer; empty for every label. */
	labels: Record<string, string>;
	texts: Answers;
}

/** Reads the form; `labels` are all that the city has. */
export function readTemplateForm(
	form: FormData,
	labels: readonly Label[]
): { typed: TypedTemplate } & ({ values: TemplateForm } | { problems: FormProblems }) {
	const { texts, problems } = readTexts(form);
	const name = tidyWords(textOf(form, 'name')).replace(/\s+/g, ' ');
	const typed = {
		...{ name, topic: textOf(form, 'topic'), state: textOf(form, 'state'), texts },
		labels: readReplyLabels(form)
	};
	const topic = topics.find((each) => each === typed.topic) ?? null;
	const state = replyKinds.find((each) => each === typed.state);
	const label = typed.labels[state ?? ''] || null;
	const isKnown = labels.some((each) => each.id === label && each.state === state);
	if (isBlank(name) || lengthOf(name) > 80) problems['name'] = { code: 'template-name' };
	if (!topic && typed.topic) problems['topic'] = { code: 'template-topic' };
	if (!state) problems['state'] = { code: 'kind' };
	if (label && !isKnown) problems[`label-${state}`] = { code: 'reply-label' };
	if (Object.keys(texts).length === 0) problems['texts'] = { code: 'reply-none' };
	if (Object.keys(problems).length > 0 || !state) return { typed, problems };
	return { typed, values: { name, topic, state, label, texts } };
}
