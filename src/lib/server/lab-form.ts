/** The form of a lab: its name, neighbourhood and address. */
import * as v from 'valibot';
import { readForm, textOf, type FormProblems } from './form-problems.ts';
import type { LabForm } from './labs.ts';

/** What was typed, to be shown again. */
export interface TypedLab {
	name: string;
	/** Empty for none. */
	place: string;
	address: string;
}

/** Reads the form; `places` are the ids that may be chosen. */
export function readLabForm(
	form: FormData,
	places: ReadonlySet<string>
): { typed: TypedLab } & ({ values: LabForm } | { problems: FormProblems }) {
	const name = oneLine(textOf(form, 'name'));
	const address = oneLine(textOf(form, 'address'));
	const typed = { name, place: textOf(form, 'place'), address };
	const schema = v.object({
		name: v.pipe(v.string(), v.minLength(1, 'lab-name'), v.maxLength(80, 'lab-name')),
		place: v.pipe(
			v.string(),
			v.transform((place) => place || null),
			v.check((place) => place === null || places.has(place), 'lab-place')
		),
		address: v.pipe(v.string(), v.maxLength(200, 'lab-address'))
	});
	return { typed, ...readForm(schema, typed) };
}

/** As it is stored: without line breaks, signs that no text may hold, and spaces that nobody sees. */
function oneLine(text: string): string {
	return text
		.toWellFormed()
		.replaceAll(/[\s\p{Cc}]+/gu, ' ')
		.trim();
}
