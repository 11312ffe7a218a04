/** The form of a pilot: from which ideas, where, from and until when, and its words in one language or more. */
import { languages } from '../domain/language.ts';
import { isPilotPart, pilotParts, type PilotText, type TypedPilot } from '../domain/pilot.ts';
import { isBlank, tidyWords } from '../domain/words.ts';
import { isDay } from './challenge-form.ts';
import { textOf, type FormProblems } from './form-problems.ts';
import type { PilotForm } from './pilots.ts';

/** What may be chosen: neighbourhoods by their ids, and labs. */
export interface PilotChoices {
	names: ReadonlyMap<string, string>;
	labs: readonly { id: string }[];
}

/** The form of a pilot that is there, or of none. */
export function typedPilot(form: Partial<PilotForm>): TypedPilot {
	const { ideas = [], place, lab, from = '', until = '', texts = {} } = form;
	return { ideas, place: place ?? '', lab: lab ?? '', from, until, texts };
}

/** Reads the form. A language counts once one of its parts is written. */
export function readPilotForm(
	form: FormData,
	{ names, labs }: PilotChoices
): { typed: TypedPilot } & ({ values: PilotForm } | { problems: FormProblems }) {
	const typed: TypedPilot = {
		ideas: form.getAll('idea').filter((each) => typeof each === 'string'),
		...{ place: textOf(form, 'place'), lab: textOf(form, 'lab') },
		...{ from: textOf(form, 'from'), until: textOf(form, 'until'), texts: {} }
	};
	const { ideas, place, lab, from, until, texts } = typed;
	const problems: FormProblems = {};
	if (place && !names.has(place)) problems['place'] = { code: 'lab-place' };
	if (lab && !labs.some(({ id }) => id === lab)) problems['lab'] = { code: 'pilot-lab' };
	if (!isDay(from)) problems['from'] = { code: 'pilot-from' };
	if (!isDay(until) || until < from) problems['until'] = { code: 'pilot-until' };
	for (const lang of languages) {
		const text = Object.fromEntries(
			pilotParts.map((part) => [part, tidyWords(textOf(form, `${part}-${lang}`))])
		) as PilotText;
		if (pilotParts.every((part) => isBlank(text[part]))) continue;
		texts[lang] = text;
		for (const part of pilotParts) {
			if (!isPilotPart(part, text[part])) {
				problems[`${part}-${lang}`] = { code: `pilot-${part}` };
			}
		}
	}
	if (Object.keys(texts).length === 0) {
		problems[`what-${languages[0]}`] = { code: 'challenge-none' };
	}
	if (Object.keys(problems).length > 0) return { typed, problems };
	return { typed, values: { ideas, place: place || null, lab: lab || null, from, until, texts } };
}
