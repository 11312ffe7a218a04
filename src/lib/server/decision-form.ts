/** The form of a decision: about which challenges, where, what of it, what it costs, and its words in one language or more. */
import {
	costBands,
	decisionParts,
	isDecisionPart,
	outcomes,
	type DecisionText,
	type TypedDecision
} from '../domain/decision.ts';
import { languages } from '../domain/language.ts';
import { topics } from '../domain/need.ts';
import { isBlank, tidyWords } from '../domain/words.ts';
import type { DecisionForm } from './decisions.ts';
import { textOf, type FormProblems } from './form-problems.ts';

/** The form of a decision that is there, or of none. */
export function typedDecision(form: Partial<DecisionForm>): TypedDecision {
	const { challenges = [], place, topic = 'other', outcome = '', cost = '', texts = {} } = form;
	const { ideas = [], rounds = [], prioritisings = [], pilot } = form;
	const grounds = { pilot: pilot ?? '', ideas, rounds, prioritisings };
	return { challenges, place: place ?? '', topic, outcome, cost, ...grounds, texts };
}

/** Reads the form; `places` are the ids that may be chosen. A language counts once one of its parts is written. */
export function readDecisionForm(
	form: FormData,
	places: ReadonlySet<string>
): { typed: TypedDecision } & ({ values: DecisionForm } | { problems: FormProblems }) {
	const all = (name: string) => form.getAll(name).filter((each) => typeof each === 'string');
	const chosen = all('challenge');
	const grounds = {
		...{ ideas: all('idea'), rounds: all('round') },
		prioritisings: all('prioritising')
	};
	const typed: TypedDecision = {
		...{ challenges: chosen, place: textOf(form, 'place'), topic: textOf(form, 'topic') },
		...{ outcome: textOf(form, 'outcome'), cost: textOf(form, 'cost') },
		...{ pilot: textOf(form, 'pilot'), ...grounds, texts: {} }
	};
	const problems: FormProblems = {};
	const topic = topics.find((each) => each === typed.topic);
	const outcome = outcomes.find((each) => each === typed.outcome);
	const cost = costBands.find((each) => each === typed.cost);
	if (chosen.length === 0) problems['challenge'] = { code: 'decision-challenge' };
	if (typed.place && !places.has(typed.place)) problems['place'] = { code: 'lab-place' };
	if (!topic) problems['topic'] = { code: 'challenge-topic' };
	if (!outcome) problems['outcome'] = { code: 'decision-outcome' };
	if (!cost) problems['cost'] = { code: 'decision-cost' };
	for (const lang of languages) {
		const text = Object.fromEntries(
			decisionParts.map((part) => [part, tidyWords(textOf(form, `${part}-${lang}`))])
		) as DecisionText;
		if (decisionParts.every((part) => isBlank(text[part]))) continue;
		typed.texts[lang] = text;
		for (const part of decisionParts) {
			if (!isDecisionPart(part, text[part], outcome ?? 'part')) {
				problems[`${part}-${lang}`] = { code: `decision-${part}` };
			}
		}
	}
	if (Object.keys(typed.texts).length === 0) {
		problems[`what-${languages[0]}`] = { code: 'challenge-none' };
	}
	if (!topic || !outcome || !cost || Object.keys(problems).length > 0) return { typed, problems };
	const { texts } = typed;
	const about = { challenges: chosen, place: typed.place || null, pilot: typed.pilot || null };
	return { typed, values: { ...about, ...grounds, topic, outcome, cost, texts } };
}
