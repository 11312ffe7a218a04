/** The form of a challenge: where, about what, until when, and who needs what and why in one language or more. */
import {
	challengeParts,
	isPart,
	type ChallengeText,
	type TypedChallenge
} from '../domain/challenge.ts';
import { languages } from '../domain/language.ts';
import { topics } from '../domain/need.ts';
import { isBlank, tidyWords } from '../domain/words.ts';
import type { ChallengeForm } from './challenges.ts';
import { textOf, type FormProblems } from './form-problems.ts';

/** The form of a challenge that is there, or of none. */
export function typedOf(form: Partial<ChallengeForm>): TypedChallenge {
	const { place, topic = 'other', until, texts = {} } = form;
	return { place: place ?? '', topic, until: until ?? '', texts };
}

/** Reads the form; `places` are the ids that may be chosen. A language counts once one of its parts is written. */
export function readChallengeForm(
	form: FormData,
	places: ReadonlySet<string>
): { typed: TypedChallenge } & ({ values: ChallengeForm } | { problems: FormProblems }) {
	const typed: TypedChallenge = {
		...{ place: textOf(form, 'place'), topic: textOf(form, 'topic'), until: textOf(form, 'until') },
		texts: {}
	};
	const texts: ChallengeForm['texts'] = {};
	const problems: FormProblems = {};
	const topic = topics.find((each) => each === typed.topic);
	if (typed.place && !places.has(typed.place)) problems['place'] = { code: 'lab-place' };
	if (!topic) problems['topic'] = { code: 'challenge-topic' };
	if (typed.until && !isDay(typed.until)) problems['until'] = { code: 'challenge-until' };
	for (const lang of languages) {
		const text = Object.fromEntries(
			challengeParts.map((part) => [part, tidyWords(textOf(form, `${part}-${lang}`))])
		) as ChallengeText;
		if (challengeParts.every((part) => isBlank(text[part]))) continue;
		typed.texts[lang] = texts[lang] = text;
		for (const part of challengeParts) {
			if (!isPart(text[part])) problems[`${part}-${lang}`] = { code: 'challenge-part' };
		}
	}
	if (Object.keys(texts).length === 0) problems[`who-${languages[0]}`] = { code: 'challenge-none' };
	if (!topic || Object.keys(problems).length > 0) return { typed, problems };
	return {
		typed,
		values: { place: typed.place || null, topic, until: typed.until || null, texts }
	};
}

/** Is this a day, as YYYY-MM-DD? */
export function isDay(day: string): boolean {
	return /^20\d\d-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
}
